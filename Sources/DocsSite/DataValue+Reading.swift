internal import Formats

extension DataValue {
    /// The value that a path of keys leads to, null when there is none.
    func at(_ path: String...) -> DataValue {
        var value = self
        for key in path { value = value[key] ?? .null }
        return value
    }

    /// Null, or empty: a page shows nothing for it.
    var saysNothing: Bool {
        switch self {
        case .null: true
        case .string(let text): text.isEmpty
        case .list(let items): items.isEmpty
        case .mapping(let entries): entries.isEmpty
        default: false
        }
    }

    /// The project wants no page for it: `docs: {show: false}`.
    var isHidden: Bool { at("docs", "show").bool == false }
}
