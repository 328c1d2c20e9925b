/// The text of a YAML document while it is written: where the line stands, and how long scalars are broken.
///
/// Source: the behaviour of the `write_…` functions of PyYAML 6.0's emitter.
struct YAMLOutput {
    private static let width = 80

    private(set) var scalars: [Unicode.Scalar] = []
    /// The column of the collection that is being written; -1 before the first.
    var indent = -1
    /// Nothing but indentation and indicators stand on the line.
    private(set) var isIndented = true
    private var column = 0
    private var endsWithBlank = true

    private mutating func put(_ text: some Collection<Unicode.Scalar>) {
        scalars += text
        column += text.count
    }

    private mutating func newLine(_ scalar: Unicode.Scalar = "\n") {
        scalars.append(scalar)
        column = 0
        endsWithBlank = true
        isIndented = true
    }

    /// Starts a line at the indentation, unless that is where we are.
    mutating func breakToIndent() {
        let target = max(indent, 0)
        if !isIndented || column > target || column == target && !endsWithBlank { newLine() }
        if column < target {
            put(Array(repeating: " ", count: target - column))
            endsWithBlank = true
        }
    }

    mutating func indicator(
        _ text: String, afterBlank: Bool, leavesBlank: Bool = false, keepsIndented: Bool = false
    ) {
        if afterBlank, !endsWithBlank { put([" "]) }
        put(Array(text.unicodeScalars))
        endsWithBlank = leavesBlank
        isIndented = isIndented && keepsIndented
    }

    /// Writes a text of one line without quotes, breaking it at single blanks beyond the width.
    mutating func plain(_ text: [Unicode.Scalar], breaks: Bool) {
        if text.isEmpty { return }
        if !endsWithBlank { put([" "]) }
        endsWithBlank = false
        isIndented = false
        words(text, breaks: breaks, isQuoted: false)
    }

    mutating func singleQuoted(_ text: [Unicode.Scalar], breaks: Bool) {
        indicator("'", afterBlank: true)
        words(text, breaks: breaks, isQuoted: true)
        indicator("'", afterBlank: false)
    }

    private mutating func words(_ text: [Unicode.Scalar], breaks: Bool, isQuoted: Bool) {
        var index = 0
        while index < text.count {
            let start = index
            if text[index] == " " {
                while index < text.count, text[index] == " " { index += 1 }
                let isInside = !isQuoted || start != 0 && index != text.count
                if index == start + 1, column > Self.width, breaks, isInside {
                    breakToIndent()
                    endsWithBlank = false
                    isIndented = false
                } else {
                    put(text[start..<index])
                }
            } else if text[index].isYAMLBreak {
                while index < text.count, text[index].isYAMLBreak { index += 1 }
                if text[start] == "\n" { newLine() }
                for scalar in text[start..<index] { newLine(scalar) }
                breakToIndent()
            } else {
                while index < text.count, text[index] != " ", !text[index].isYAMLBreak { index += 1 }
                for scalar in text[start..<index] { put(isQuoted && scalar == "'" ? ["'", "'"] : [scalar]) }
            }
        }
    }

    mutating func doubleQuoted(_ text: [Unicode.Scalar], breaks: Bool) {
        indicator("\"", afterBlank: true)
        // What is not yet written: text[start..<index].
        var start = 0
        for index in 0...text.count {
            let scalar = index < text.count ? text[index] : nil
            if scalar.map(Self.needsEscape) ?? true {
                if start < index {
                    put(text[start..<index])
                    start = index
                }
                if let scalar {
                    put(Self.escape(scalar))
                    start = index + 1
                }
            }
            let mayBreak = index > 0 && index < text.count - 1 && (scalar == " " || start >= index)
            if breaks, mayBreak, column + index - start > Self.width {
                if start < index {
                    put(text[start..<index])
                    start = index
                }
                put(["\\"])
                breakToIndent()
                endsWithBlank = false
                isIndented = false
                if text[start] == " " { put(["\\"]) }
            }
        }
        indicator("\"", afterBlank: false)
    }

    private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\"" || scalar == "\\" || !(0x20...0x7E).contains(scalar.value)
    }

    private static let shortEscapes: [UInt32: Unicode.Scalar] = [
        0x00: "0", 0x07: "a", 0x08: "b", 0x09: "t", 0x0A: "n", 0x0B: "v", 0x0C: "f", 0x0D: "r", 0x1B: "e", 0x22: "\"",
        0x5C: "\\", 0x85: "N", 0xA0: "_", 0x2028: "L", 0x2029: "P",
    ]

    private static func escape(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        if let short = shortEscapes[scalar.value] { return ["\\", short] }
        let (mark, size): (Unicode.Scalar, Int) =
            scalar.value <= 0xFF ? ("x", 2) : scalar.value <= 0xFFFF ? ("u", 4) : ("U", 8)
        let digits = String(scalar.value, radix: 16, uppercase: true).unicodeScalars
        return ["\\", mark] + Array(repeating: "0", count: size - digits.count) + digits
    }
}
