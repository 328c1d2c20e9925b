extension Unicode.Scalar {
    /// The scalar ends a line in YAML.
    var isYAMLBreak: Bool {
        switch value {
        case 0x0A, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }
}

/// Which styles can hold a text.
///
/// Source: the behaviour of `analyze_scalar` of PyYAML 6.0 with `allow_unicode` off.
struct YAMLScalarStyles {
    private(set) var allowsPlain = true
    private(set) var allowsSingleQuotes = true

    init(_ text: [Unicode.Scalar]) {
        guard let first = text.first, let last = text.last else { return }
        func endsWord(_ index: Int) -> Bool {
            guard index < text.count else { return true }
            return text[index].isYAMLBreak || [0, 9, 13, 32].contains(text[index].value)
        }
        if Self.isBlank(first) || Self.isBlank(last) { allowsPlain = false }
        if text.starts(with: "---".unicodeScalars) || text.starts(with: "...".unicodeScalars) { allowsPlain = false }
        if "#,[]{}&*!|>'\"%@`".unicodeScalars.contains(first) { allowsPlain = false }
        if "?:-".unicodeScalars.contains(first), endsWord(1) { allowsPlain = false }
        for (index, scalar) in text.enumerated() {
            let next = index + 1 < text.count ? text[index + 1] : nil
            if index > 0 {
                if scalar == ":", endsWord(index + 1) { allowsPlain = false }
                if scalar == "#", endsWord(index - 1) { allowsPlain = false }
            }
            if scalar.isYAMLBreak {
                allowsPlain = false
                if next == " " { allowsSingleQuotes = false }
            }
            if scalar == " ", let next, next.isYAMLBreak { (allowsPlain, allowsSingleQuotes) = (false, false) }
            if scalar != "\n", !(0x20...0x7E).contains(scalar.value) {
                (allowsPlain, allowsSingleQuotes) = (false, false)
            }
        }
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar.isYAMLBreak }
}
