import Diagnostics
import Formats
import Foundation
import Testing

/// What `Golden/record.py` recorded from Python.
enum Recorded {
    static let all: DataValue = {
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/recorded.json")
        let bytes = (try? Data(contentsOf: path)).map { [UInt8]($0) } ?? []
        return (try? JSON.parse(SourceText(path: "recorded.json", bytes: bytes))) ?? .null
    }()

    static func list(_ name: String) throws -> [DataValue] { try #require(all[name]?.list) }

    /// The value behind a pair of kind and value.
    static func value(_ tagged: DataValue) throws -> DataValue {
        let pair = try #require(tagged.list)
        let kind = try #require(pair.first?.string)
        if kind == "null" { return .null }
        switch kind {
        case "bool": return pair[1]
        case "int":
            let text = try #require(pair[1].string)
            return Int(text).map(DataValue.int) ?? .bigInt(text)
        case "float": return .float(try #require(Double(pair[1].string ?? "")))
        case "string": return pair[1]
        case "timestamp": return .timestamp(pair[1].string ?? "")
        case "date": return .date(pair[1].string ?? "")
        case "list": return .list(try #require(pair[1].list).map(value))
        default:
            var mapping = DataMapping()
            for entry in try #require(pair[1].list) {
                mapping[try #require(entry.list?[0].string)] = try value(try #require(entry.list?[1]))
            }
            return .mapping(mapping)
        }
    }
}
