/// Something that a person should know about their project: what, where, and what to do about it.
///
/// It is also the error that Martlet's stages throw, so that no message is lost between a stage and the terminal.
public struct Diagnostic: Error, Sendable, Hashable {
    /// A stable name for a kind of diagnostic, such as `jinja-unclosed-tag`.
    ///
    /// Codes are documented in `docs/errors.md`, can be searched for, and never change their meaning.
    public struct Code: Sendable, Hashable, RawRepresentable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    public enum Severity: String, Sendable, Hashable {
        case error, warning, note
    }

    /// The head under which dbt reports an error; tools look for it, so it is part of the interface.
    ///
    /// Source: dbt-core 1.11, the first line of what each of its exception types prints.
    public enum Family: String, Sendable, Hashable {
        case compilation = "Compilation Error"
        case parsing = "Parsing Error"
        case runtime = "Runtime Error"
        case database = "Database Error"
        case dependency = "Dependency Error"
        case failFast = "FailFast Error"
        case contract = "Breaking change to contract Error"
        case usage = "Usage Error"
        case `internal` = "Internal Error"
    }

    /// A line of the call chain that led to an error, innermost first: `in macro a (macros/a.sql)`.
    public struct Frame: Sendable, Hashable {
        /// What was running: `macro cents_to_dollars` or `model orders`.
        public var what: String
        /// The file in which it is defined, relative to the project.
        public var path: String

        public init(what: String, path: String) {
            self.what = what
            self.path = path
        }
    }

    public var code: Code
    public var family: Family
    public var severity: Severity
    /// What happened: dbt's own sentence where dbt has one, else one sentence without a final period. May have several lines.
    public var message: String
    /// The resource at fault as dbt names it: `model orders (models/orders.sql)`; it follows the family in the head.
    public var subject: String?
    public var source: SourceText?
    public var range: SourceRange?
    public var frames: [Frame]
    public var notes: [String]
    /// What to do next, when Martlet knows it: `did you mean "stg_orders"?`
    public var hint: String?

    public init(
        _ code: Code,
        _ message: String,
        family: Family = .compilation,
        severity: Severity = .error,
        subject: String? = nil,
        at range: SourceRange? = nil,
        in source: SourceText? = nil,
        frames: [Frame] = [],
        notes: [String] = [],
        hint: String? = nil
    ) {
        self.code = code
        self.family = family
        self.severity = severity
        self.message = message
        self.subject = subject
        self.source = source
        self.range = range
        self.frames = frames
        self.notes = notes
        self.hint = hint
    }
}

extension Diagnostic {
    /// The place as `path:line:column`, when it is known.
    public var place: String? {
        guard let source else { return nil }
        guard let range else { return source.path }
        let (line, column) = source.position(of: range.start)
        return "\(source.path):\(line):\(column)"
    }

    /// The lines that show the place: an arrow with path, line and column, the source line, and carets below it.
    ///
    ///       --> models/orders.sql:3:1
    ///        |
    ///      3 | {% if is_incremental()
    ///        | ^^
    public var codeFrame: [String] {
        guard let source else { return [] }
        guard let range else { return [" --> \(source.path)"] }
        let (line, column) = source.position(of: range.start)
        var text = source.line(line)
        var before = Array(text.utf8.prefix(column - 1))
        // Of a very long line only the surroundings of the place are shown.
        if text.utf8.count > 400 {
            let start = max(0, column - 101)
            let cut = Array(text.utf8.dropFirst(start).prefix(200))
            before = Array(cut.prefix(column - 1 - start))
            text = String(decoding: cut, as: UTF8.self)
        }
        let gutter = String(repeating: " ", count: "\(line)".utf8.count)
        let width = max(1, min(range.end - range.start, text.utf8.count - before.count))
        // Columns count bytes; the caret line must count what the terminal shows, and keep tabs as they are.
        let indent = String(decoding: before, as: UTF8.self).map { $0 == "\t" ? "\t" : " " }.joined()
        return [
            "\(gutter)--> \(source.path):\(line):\(column)",
            "\(gutter) |",
            "\(line) | \(text)",
            "\(gutter) | \(indent)\(String(repeating: "^", count: width))",
        ]
    }

    private static let mostFrames = 24

    /// What a dbt user reads in the log: dbt's head and sentence, the macro call chain, then place, hint and code.
    ///
    ///     Compilation Error in model orders (models/orders.sql)
    ///       unexpected end of template
    ///         --> models/orders.sql:3:1
    ///          |
    ///        3 | {% if is_incremental()
    ///          | ^^
    ///       hint: add `%}`
    ///       [jinja-unclosed-tag]
    public var dbtText: String {
        var lines = [subject.map { "\(family.rawValue) in \($0)" } ?? family.rawValue]
        lines += message.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }
        if !frames.isEmpty {
            lines.append("  ")
            for (index, frame) in frames.enumerated() {
                // A macro that calls itself without end fills screens.
                if frames.count > Self.mostFrames, index >= Self.mostFrames - 4, index < frames.count - 4 {
                    if index == Self.mostFrames - 4 {
                        lines.append("  > … \(frames.count - Self.mostFrames) more calls …")
                    }
                    continue
                }
                lines.append("  > \(index == 0 ? "in" : "called by") \(frame.what) (\(frame.path))")
            }
        }
        lines += codeFrame.map { "    \($0)" }
        lines += notes.map { "  note: \($0)" }
        if let hint { lines.append("  hint: \(hint)") }
        lines.append("  [\(code.rawValue)]")
        return lines.joined(separator: "\n")
    }
}

extension Diagnostic: CustomStringConvertible {
    /// The diagnostic as the terminal shows it where dbt has no form of its own, without colour.
    public var description: String {
        var lines = ["\(severity.rawValue)[\(code.rawValue)]: \(message)"]
        lines += codeFrame
        lines += notes.map { "note: \($0)" }
        if let hint { lines.append("hint: \(hint)") }
        return lines.joined(separator: "\n")
    }
}
