internal import Formats
internal import Platform

/// The names that dbt makes up for a generic test from what it tests and with which arguments.
///
/// Source: dbt-core 1.11, synthesize_generic_test_names (dbt/parser/generic_test_builders.py) and create_test_node
/// (dbt/parser/schema_generic_tests.py).
struct GenericTestName {
    /// Names the node and decides its unique id.
    let full: String
    /// Names the file and, when it differs from `full`, the alias: at most 63 characters.
    let short: String

    /// - Parameters:
    ///   - test: the macro's name, with `source_` and the namespace before it where they belong.
    ///   - target: the model's name (with `_vN`), or source and table joined by `_`.
    ///   - arguments: as they were written, with `column_name`; `model` is left out of the name.
    init(test: String, target: String, arguments: DataMapping) {
        let identifier = "\(test)_\(target)"
        let flat = arguments.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            .filter { $0.key != "model" }.flatMap { Self.parts($0.value) }
        full = "\(identifier)_\(flat.map(Self.cleaned).joined(separator: "__"))"
        if full.unicodeScalars.count < 64 {
            short = full
        } else {
            short = "\(String(String.UnicodeScalarView(identifier.unicodeScalars.prefix(30))))_\(Hash.md5(full))"
        }
    }

    private static func parts(_ value: DataValue) -> [String] {
        switch value {
        case .mapping(let entries): entries.values.map(\.pythonText)
        case .list(let items): items.map(\.pythonText)
        default: [value.pythonText]
        }
    }

    /// Every run of other characters than letters, digits and `_` becomes one `_`.
    private static func cleaned(_ text: String) -> String {
        var result: [UInt8] = []
        var isInRun = false
        for byte in text.utf8 {
            let isKept = byte == UInt8(ascii: "_") || isLetterOrDigit(byte)
            if isKept { result.append(byte) } else if !isInRun { result.append(UInt8(ascii: "_")) }
            isInRun = !isKept
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }

    /// The last part of the unique id of a test: it tells tests of one name apart.
    static func hash(name: String, test: String, namespace: String?, arguments: DataMapping) -> String {
        let metadata: DataValue = .mapping([
            "kwargs": textOnly(.mapping(arguments)), "name": .string(test), "namespace": .string(namespace ?? "None"),
        ])
        return String(Hash.md5(name + metadata.pythonRepr).suffix(10))
    }

    /// The value with sorted keys and every scalar as the text that `str()` gives.
    private static func textOnly(_ value: DataValue) -> DataValue {
        switch value {
        case .list(let items): return .list(items.map(textOnly))
        case .mapping(let entries):
            let sorted = entries.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            return .mapping(DataMapping(uniqueKeysWithValues: sorted.map { ($0.key, textOnly($0.value)) }))
        default: return .string(value.pythonText)
        }
    }
}
