internal import Formats
internal import OrderedCollections

extension DataValue {
    /// A mapping of the given fields.
    static func object(_ fields: Event.Fields) -> DataValue {
        var mapping = DataMapping()
        for (name, value) in fields { mapping[name] = value }
        return .mapping(mapping)
    }

    static func strings(_ texts: [String]) -> DataValue { .list(texts.map(DataValue.string)) }
}
