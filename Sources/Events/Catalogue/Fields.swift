internal import Formats
internal import OrderedCollections

extension DataValue {
    /// A mapping of the given fields.
    static func object(_ fields: Event.Fields) -> DataValue {
        var mapping = DataMapping()
        for (name, value) in fields { mapping[name] = value }
        return .mapping(mapping)
    }

    /// A duration: dbt's logs keep them as 32-bit floats.
    static func seconds(_ seconds: Double) -> DataValue { .float(Double(Float(seconds).description) ?? seconds) }

    /// The value as protobuf's `Struct` keeps it: all numbers are floats.
    var withFloats: DataValue {
        switch self {
        case .int(let number): .float(Double(number))
        case .list(let items): .list(items.map(\.withFloats))
        case .mapping(let entries): .mapping(entries.mapValues(\.withFloats))
        default: self
        }
    }

    static func strings(_ texts: [String]) -> DataValue { .list(texts.map(DataValue.string)) }
}
