/// How the values of an object become a row for COPY.
struct JSONRowLayout: Sendable {
    let columns: [String]
    let keys: JSONKeys
    /// Whether a value that is no object makes a row: where only the document is kept.
    let takesAnyValue: Bool
    private let constants: [UInt8]
    private let numbersLines: Bool
    private let keepsDocument: Bool
    /// For each key, whether its column holds JSON.
    private let isJSON: [Bool]

    init(_ source: ExternalSource, constants: [ConstantColumn], jsonColumns: Set<String>) {
        let fields = source.fields.map(\.name)
        keys = JSONKeys(fields)
        isJSON = fields.map(jsonColumns.contains)
        numbersLines = source.lineNumberColumn != nil
        keepsDocument = source.documentColumn != nil
        takesAnyValue = fields.isEmpty
        columns =
            constants.map(\.name) + [source.lineNumberColumn, source.documentColumn].compactMap(\.self) + fields
        var text: [UInt8] = []
        for constant in constants {
            CopyText.append(constant.value.utf8, to: &text)
            text.append(CopyText.separator)
        }
        self.constants = text
    }

    func append(
        _ bytes: [UInt8], _ element: Range<Int>, _ fields: [JSONField?], line: Int, to output: inout [UInt8]
    ) throws(LoadFailure) {
        output += constants
        if numbersLines {
            output += String(line).utf8
            output.append(CopyText.separator)
        }
        if keepsDocument {
            CopyText.append(bytes[element], to: &output)
            output.append(CopyText.separator)
        }
        for (index, field) in fields.enumerated() {
            try append(field, bytes, isJSON: isJSON[index], to: &output)
            output.append(CopyText.separator)
        }
        // There is a column at least; behind the last one stands the line's end.
        output[output.count - 1] = CopyText.newline
    }

    private func append(
        _ field: JSONField?, _ bytes: [UInt8], isJSON: Bool, to output: inout [UInt8]
    ) throws(LoadFailure) {
        guard let field else { return output += CopyText.null }
        switch field.kind {
        case .null: output += CopyText.null
        case .other: CopyText.append(bytes[field.range], to: &output)
        case .string where isJSON:
            CopyText.append(bytes[(field.range.lowerBound - 1)..<(field.range.upperBound + 1)], to: &output)
        // Without escapes there is nothing in it that COPY could misunderstand.
        case .string(hasEscapes: false): output += bytes[field.range]
        case .string(hasEscapes: true): try CopyText.append(unescaping: bytes[field.range], to: &output)
        }
    }
}
