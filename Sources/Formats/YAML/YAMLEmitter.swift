internal import CLibYAML

/// Writes a value as YAML through libyaml's emitter, with the choices of PyYAML's safe dumper.
///
/// Source: `yaml/representer.py` and `yaml/serializer.py` of PyYAML 6.0; its own emitter and libyaml's are one design.
@safe
struct YAMLEmitter: ~Copyable {
    private let emitter = UnsafeMutablePointer<yaml_emitter_t>.allocate(capacity: 1)
    private let output = Output()
    private let sortKeys: Bool

    private final class Output {
        var bytes: [UInt8] = []
    }

    init(sortKeys: Bool) {
        self.sortKeys = sortKeys
        unsafe yaml_emitter_initialize(emitter)
        let target = unsafe Unmanaged.passUnretained(output).toOpaque()
        unsafe yaml_emitter_set_output(
            emitter,
            { target, bytes, count in
                guard let target = unsafe target else { return 0 }
                let output = unsafe Unmanaged<Output>.fromOpaque(target).takeUnretainedValue()
                unsafe output.bytes.append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
                return 1
            }, target)
    }

    deinit {
        unsafe yaml_emitter_delete(emitter)
        unsafe emitter.deallocate()
    }

    /// The text of a document that holds `value`.
    consuming func text(_ value: DataValue) -> String {
        unsafe emit { unsafe yaml_stream_start_event_initialize(&$0, YAML_UTF8_ENCODING) }
        unsafe emit { unsafe yaml_document_start_event_initialize(&$0, nil, nil, nil, 1) }
        write(value)
        unsafe emit { unsafe yaml_document_end_event_initialize(&$0, 1) }
        unsafe emit { unsafe yaml_stream_end_event_initialize(&$0) }
        unsafe yaml_emitter_flush(emitter)
        return String(decoding: output.bytes, as: UTF8.self)
    }

    private func write(_ value: DataValue) {
        switch value {
        case .list(let items):
            unsafe emit { unsafe yaml_sequence_start_event_initialize(&$0, nil, nil, 1, YAML_BLOCK_SEQUENCE_STYLE) }
            for item in items { write(item) }
            unsafe emit { unsafe yaml_sequence_end_event_initialize(&$0) }
        case .mapping(let entries):
            unsafe emit { unsafe yaml_mapping_start_event_initialize(&$0, nil, nil, 1, YAML_BLOCK_MAPPING_STYLE) }
            let elements = sortKeys ? entries.elements.sorted { comesBefore($0.key, $1.key) } : Array(entries.elements)
            for (key, value) in elements {
                scalar(key, .string, tag: "str")
                write(value)
            }
            unsafe emit { unsafe yaml_mapping_end_event_initialize(&$0) }
        case .null: scalar("null", .null, tag: "null")
        case .bool(let flag): scalar(flag ? "true" : "false", .bool, tag: "bool")
        case .int(let number): scalar(String(number), .int, tag: "int")
        case .bigInt(let text): scalar(text, .int, tag: "int")
        case .float(let number): scalar(Self.text(number), .float, tag: "float")
        case .string(let text): scalar(text, .string, tag: "str")
        case .date(let text): scalar(text, .date, tag: "timestamp")
        case .timestamp(let text):
            scalar(String(text.map { $0 == "T" ? " " : $0 }), .timestamp, tag: "timestamp")
        }
    }

    /// A float as YAML 1.1 reads it back as one: it needs a point before the exponent.
    private static func text(_ number: Double) -> String {
        if number.isNaN { return ".nan" }
        if number.isInfinite { return number < 0 ? "-.inf" : ".inf" }
        let text = PythonFloat.repr(number)
        guard !text.contains("."), let mark = text.firstIndex(of: "e") else { return text }
        return text[..<mark] + ".0" + text[mark...]
    }

    private func scalar(_ text: String, _ meaning: YAMLResolver.Meaning, tag: String) {
        let bytes = Array(text.utf8)
        let isPlainImplicit: Int32 = YAMLResolver.meaning(bytes.span) == meaning ? 1 : 0
        let isQuotedImplicit: Int32 = meaning == .string ? 1 : 0
        unsafe emit { event in
            unsafe "tag:yaml.org,2002:\(tag)".withCString(encodedAs: UTF8.self) { tag in
                unsafe bytes.withUnsafeBufferPointer { bytes in
                    unsafe yaml_scalar_event_initialize(
                        &event, nil, tag, bytes.baseAddress ?? tag, Int32(bytes.count), isPlainImplicit,
                        isQuotedImplicit, YAML_ANY_SCALAR_STYLE)
                }
            }
        }
    }

    private func emit(_ initialize: (inout yaml_event_t) -> Int32) {
        var event = unsafe yaml_event_t()
        let isReady = unsafe initialize(&event)
        precondition(isReady == 1, "libyaml refuses an event: the text is not UTF-8, or memory is out")
        let isWritten = unsafe yaml_emitter_emit(emitter, &event)
        precondition(isWritten == 1, "libyaml refuses the order of events")
    }
}

/// Python's order of strings: by code points, which is the order of their UTF-8 bytes.
func comesBefore(_ first: String, _ second: String) -> Bool {
    first.utf8.lexicographicallyPrecedes(second.utf8)
}

extension YAML {
    /// The text that Python's `yaml.safe_dump(value, sort_keys: …)` gives.
    public static func dump(_ value: DataValue, sortKeys: Bool = true) -> String {
        let text = YAMLEmitter(sortKeys: sortKeys).text(value)
        switch value {
        case .list, .mapping: return text
        default:
            // PyYAML closes a document that is one plain scalar; libyaml 0.2.5 does not.
            let isQuoted = text.utf8.first == UInt8(ascii: "'") || text.utf8.first == UInt8(ascii: "\"")
            return isQuoted ? text : text + "...\n"
        }
    }
}
