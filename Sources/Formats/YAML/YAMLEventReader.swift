internal import CLibYAML

/// One step of a YAML text, as libyaml reports it.
struct YAMLEvent {
    enum Kind {
        case streamStart, streamEnd, documentStart, documentEnd, alias, scalar, sequenceStart, sequenceEnd,
            mappingStart, mappingEnd
    }

    var kind: Kind
    var anchor: String?
    /// The explicit tag, resolved; nil when there is none or only `!`.
    var tag: String?
    var text = ""
    /// What the scalar means when its tag is left to its form.
    var meaning = YAMLResolver.Meaning.string
    var isPlain = false
    var start: YAMLMark
    var end: YAMLMark
}

/// Reads a YAML text event by event through libyaml, the parser inside PyYAML.
@safe
struct YAMLEventReader: ~Copyable {
    private let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    private let input: UnsafeMutableBufferPointer<UInt8>

    init(_ bytes: [UInt8]) {
        // libyaml keeps a pointer to the input for as long as it reads.
        unsafe input = .allocate(capacity: bytes.count)
        unsafe _ = input.initialize(from: bytes)
        unsafe yaml_parser_initialize(parser)
        unsafe yaml_parser_set_input_string(parser, input.baseAddress, input.count)
        unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    }

    deinit {
        unsafe yaml_parser_delete(parser)
        unsafe parser.deallocate()
        unsafe input.deallocate()
    }

    mutating func next() throws(YAMLError) -> YAMLEvent {
        var event = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw unsafe YAMLError(parser.pointee) }
        defer { unsafe yaml_event_delete(&event) }
        var result = unsafe YAMLEvent(
            kind: .streamEnd, start: YAMLMark(event.start_mark), end: YAMLMark(event.end_mark))
        switch unsafe event.type {
        case YAML_STREAM_START_EVENT: result.kind = .streamStart
        case YAML_DOCUMENT_START_EVENT: result.kind = .documentStart
        case YAML_DOCUMENT_END_EVENT: result.kind = .documentEnd
        case YAML_ALIAS_EVENT:
            result.kind = .alias
            result.anchor = unsafe text(event.data.alias.anchor)
        case YAML_SCALAR_EVENT: unsafe fill(&result, event.data.scalar)
        case YAML_SEQUENCE_START_EVENT:
            result.kind = .sequenceStart
            result.anchor = unsafe text(event.data.sequence_start.anchor)
            result.tag = unsafe tag(event.data.sequence_start.tag)
        case YAML_SEQUENCE_END_EVENT: result.kind = .sequenceEnd
        case YAML_MAPPING_START_EVENT:
            result.kind = .mappingStart
            result.anchor = unsafe text(event.data.mapping_start.anchor)
            result.tag = unsafe tag(event.data.mapping_start.tag)
        case YAML_MAPPING_END_EVENT: result.kind = .mappingEnd
        default: break
        }
        return result
    }

    private func fill(_ result: inout YAMLEvent, _ scalar: yaml_event_s.__Unnamed_union_data.__Unnamed_struct_scalar) {
        result.kind = .scalar
        result.anchor = unsafe text(scalar.anchor)
        result.tag = unsafe tag(scalar.tag)
        result.isPlain = unsafe scalar.style == YAML_PLAIN_SCALAR_STYLE
        let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
        if unsafe scalar.plain_implicit != 0, result.tag == nil {
            result.meaning = unsafe YAMLResolver.meaning(Span(_unsafeElements: bytes))
        }
        result.text = unsafe String(decoding: bytes, as: UTF8.self)
    }

    private func text(_ value: UnsafeMutablePointer<UInt8>?) -> String? {
        guard let value = unsafe value else { return nil }
        return unsafe String(cString: value)
    }

    private func tag(_ value: UnsafeMutablePointer<UInt8>?) -> String? {
        let tag = unsafe text(value)
        return tag == "!" ? nil : tag
    }
}

extension YAMLMark {
    init(_ mark: yaml_mark_t) {
        self.init(offset: mark.index, line: mark.line, column: mark.column)
    }
}

extension YAMLError {
    init(_ parser: yaml_parser_t) {
        let problem = unsafe parser.problem.map { unsafe String(cString: $0) } ?? "unknown problem"
        if unsafe parser.error == YAML_READER_ERROR {
            let digits = unsafe String(parser.problem_value, radix: 16)
            let code = String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
            let place = unsafe parser.problem_offset
            self.init(
                "unacceptable character #x\(code): \(problem)\n  in \"<unicode string>\", position \(place)", nil)
            return
        }
        let context = unsafe parser.context.map { unsafe String(cString: $0) }
        self.init(
            problem, unsafe YAMLMark(parser.problem_mark), context: context,
            contextMark: context == nil ? nil : unsafe YAMLMark(parser.context_mark))
    }
}
