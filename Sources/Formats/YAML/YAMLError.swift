public import Diagnostics

extension Diagnostic.Code {
    /// A YAML text that cannot be read.
    public static let yamlSyntax = Diagnostic.Code(rawValue: "yaml-syntax")
}

/// A place in a YAML text as libyaml counts: lines and columns from 0, characters being Unicode scalars.
struct YAMLMark: Equatable {
    var offset = 0
    var line = 0
    var column = 0

    /// The mark as PyYAML shows it.
    var text: String { "  in \"<unicode string>\", line \(line + 1), column \(column + 1)" }
}

/// Why a YAML text is refused, in the words of libyaml and PyYAML.
struct YAMLError: Error {
    var context: String?
    var contextMark: YAMLMark?
    var problem: String
    var mark: YAMLMark?

    init(_ problem: String, _ mark: YAMLMark?, context: String? = nil, contextMark: YAMLMark? = nil) {
        self.problem = problem
        self.mark = mark
        self.context = context
        self.contextMark = contextMark
    }

    /// Source: `MarkedYAMLError.__str__` of PyYAML 6.0.
    var rawText: String {
        var lines: [String] = []
        if let context {
            lines.append(context)
            if let contextMark, contextMark != mark { lines.append(contextMark.text) }
        }
        lines.append(problem)
        if let mark { lines.append(mark.text) }
        return lines.joined(separator: "\n")
    }

    /// The error with the lines around it, in the shape that dbt gives it.
    ///
    /// Source: the behaviour of dbt-core 1.11's `contextualized_yaml_error`: three lines before and after.
    func diagnostic(in source: SourceText, offset: Int?) -> Diagnostic {
        guard let mark else { return Diagnostic(.yamlSyntax, rawText, family: .parsing, in: source) }
        let rule = String(repeating: "-", count: 30)
        var lines = ["Syntax error near line \(mark.line + 1)", rule]
        let texts = source.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for number in max(mark.line - 3, 0)..<(mark.line + 4) where number < texts.count {
            let label = String(number + 1)
            let gap = String(repeating: " ", count: max(0, 3 - label.utf8.count))
            lines.append("\(label)\(gap)| \(String(decoding: texts[number], as: UTF8.self))")
        }
        lines += ["", "Raw Error:", rule, rawText]
        let range = offset.map { SourceRange($0, $0 + 1) }
        return Diagnostic(.yamlSyntax, lines.joined(separator: "\n"), family: .parsing, at: range, in: source)
    }
}
