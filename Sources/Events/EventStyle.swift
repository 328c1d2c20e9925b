/// How the texts of events look: colours and the width of progress lines.
public struct EventStyle: Sendable, Hashable {
    public var usesColor: Bool
    /// Columns of progress lines and of wrapped warnings: dbt's `--printer-width`.
    public var width: Int
    /// Deprecations carry their name: dbt's flag `require_event_names_in_deprecations`.
    public var namesDeprecations: Bool

    public init(usesColor: Bool = false, width: Int = 80, namesDeprecations: Bool = false) {
        self.usesColor = usesColor
        self.width = width
        self.namesDeprecations = namesDeprecations
    }

    public func red(_ text: String) -> String { colored(text, "31") }
    public func green(_ text: String) -> String { colored(text, "32") }
    public func yellow(_ text: String) -> String { colored(text, "33") }

    private func colored(_ text: String, _ code: String) -> String {
        usesColor ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }

    /// `[WARNING]: text`, or `[WARNING][name]: text`.
    public func warning(_ text: String, name: String? = nil) -> String {
        "[\(yellow("WARNING"))]\(name.map { "[\($0)]" } ?? ""): \(text)"
    }

    /// A deprecation with its head, wrapped at the width.
    func deprecation(_ text: String, name: String?) -> String {
        wrapped(warning("Deprecated functionality\n\n\(text)", name: name))
    }

    /// A line of progress: `1 of 3 START sql view model dev.orders .......... [RUN]`.
    ///
    /// A long message pushes the status to the right, or is cut to the width with `...` when `truncates` is true.
    public func progress(
        _ message: String, status: String, index: Int?, total: Int?, seconds: Double? = nil, truncates: Bool = false
    ) -> String {
        var line = message + " "
        if let index, let total { line = "\(index) of \(total) \(line)" }
        let count = line.unicodeScalars.count
        if count < width {
            line += String(repeating: ".", count: width - count)
        } else if truncates {
            line = String(String.UnicodeScalarView(line.unicodeScalars.prefix(width - 3))) + "..."
        }
        let time = seconds.map { " in \(fixed($0, 2))s" } ?? ""
        return "\(line) [\(status)\(time)]"
    }

    /// Each paragraph of `text` filled up to the width; the empty lines between paragraphs go.
    ///
    /// Source: dbt-common's `line_wrap_message` over Python's `textwrap.fill` with `break_on_hyphens=False`.
    func wrapped(_ text: String) -> String {
        var paragraphs: [[Unicode.Scalar]] = [[]]
        let scalars = Array(text.unicodeScalars)
        var index = 0
        while index < scalars.count {
            if scalars[index] == "\n", index + 1 < scalars.count, scalars[index + 1] == "\n" {
                paragraphs.append([])
                index += 2
            } else {
                paragraphs[paragraphs.count - 1].append(scalars[index])
                index += 1
            }
        }
        return paragraphs.map(fill).joined(separator: "\n")
    }

    private func fill(_ paragraph: [Unicode.Scalar]) -> String {
        var chunks = Self.chunks(paragraph)[...]
        var lines: [String] = []
        while !chunks.isEmpty {
            if !lines.isEmpty, chunks.first?.first == " " { chunks = chunks.dropFirst() }
            var line: [Unicode.Scalar] = []
            while let chunk = chunks.first, line.count + chunk.count <= width {
                line += chunk
                chunks = chunks.dropFirst()
            }
            if let long = chunks.first, long.count > width {
                let room = max(1, width - line.count)
                line += long.prefix(room)
                chunks[chunks.startIndex] = Array(long.dropFirst(room))
            }
            while line.last == " " { line.removeLast() }
            if !line.isEmpty { lines.append(String(String.UnicodeScalarView(line))) }
        }
        return lines.joined(separator: "\n")
    }

    /// Words and the blanks between them, all white space being blanks.
    private static func chunks(_ text: [Unicode.Scalar]) -> [[Unicode.Scalar]] {
        var chunks: [[Unicode.Scalar]] = []
        for scalar in text {
            let isBlank = scalar == " " || (9...13).contains(scalar.value)
            let plain: Unicode.Scalar = isBlank ? " " : scalar
            if let last = chunks.last?.last, (last == " ") == isBlank {
                chunks[chunks.count - 1].append(plain)
            } else {
                chunks.append([plain])
            }
        }
        return chunks
    }
}

/// `number` with a fixed count of decimals, as Python's `{:.2f}`.
func fixed(_ number: Double, _ decimals: Int) -> String {
    guard number.isFinite, abs(number) < 1e12 else { return number.description }
    var scale = 1
    for _ in 0..<decimals { scale *= 10 }
    let scaled = Int((abs(number) * Double(scale)).rounded(.toNearestOrEven))
    let rest = String(scaled % scale)
    let zeros = String(repeating: "0", count: decimals - rest.utf8.count)
    return "\(number < 0 ? "-" : "")\(scaled / scale).\(zeros)\(rest)"
}

/// `1 error`, `2 errors`.
func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
    "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
}
