extension Text {
    var lowercased: Text {
        if isASCII {
            var hasCapitals = false
            let span = bytes.span
            for index in span.indices where span[index] &- 65 < 26 { hasCapitals = true }
            guard hasCapitals else { return marked(.plain) }
            return Text(bytes: bytes.map { $0 >= 65 && $0 <= 90 ? $0 | 0x20 : $0 }, isASCII: true)
        }
        return mapScalars { $0.properties.lowercaseMapping }
    }

    var uppercased: Text {
        if isASCII {
            return Text(bytes: bytes.map { $0 >= 97 && $0 <= 122 ? $0 & 0xDF : $0 }, isASCII: true)
        }
        return mapScalars { $0.properties.uppercaseMapping }
    }

    /// Lower case in the Unicode sense for comparisons: `ß` becomes `ss`.
    var caseFolded: Text {
        if isASCII { return lowercased }
        return mapScalars { scalar in
            switch scalar {
            case "ß", "ẞ": "ss"
            case "ς": "σ"
            case "µ": "μ"
            case "ſ": "s"
            default:
                // Full folding equals lower case of upper case for the letters with special upper forms.
                scalar.properties.uppercaseMapping.unicodeScalars.count > 1
                    ? scalar.properties.uppercaseMapping.lowercased() : scalar.properties.lowercaseMapping
            }
        }
    }

    private func mapScalars(_ transform: (Unicode.Scalar) -> String) -> Text {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        let points = codePoints
        for (index, point) in points.enumerated() {
            guard let scalar = Unicode.Scalar(point) else {
                out.append(codePoint: point)
                continue
            }
            let mapped = transform(scalar)
            // A capital sigma at the end of a word has a lower case of its own.
            if scalar == "Σ", mapped == "σ", Self.isFinalSigma(points, index) {
                out.append("ς")
            } else {
                out.append(mapped)
            }
        }
        return Text(out)
    }

    private static func isFinalSigma(_ points: [UInt32], _ index: Int) -> Bool {
        func cased(_ indices: some Sequence<Int>) -> Bool {
            for position in indices {
                guard let scalar = Unicode.Scalar(points[position]) else { return false }
                if scalar.properties.isCaseIgnorable { continue }
                return scalar.properties.isCased
            }
            return false
        }
        return cased((0..<index).reversed()) && !cased((index + 1)..<points.count)
    }

    /// The first character in title case, the rest in lower case.
    var capitalized: Text {
        guard !isEmpty else { return self }
        if isASCII {
            var out = lowercased.bytes
            if out[0] >= 97 && out[0] <= 122 { out[0] &= 0xDF }
            return Text(bytes: out, isASCII: true)
        }
        let head = slice(0..<1)
        let tail = slice(1..<count).lowercased
        let first = head.mapScalars { $0.properties.titlecaseMapping }
        return Text(first.bytes + tail.bytes)
    }

    /// Python's `str.title`: a capital after every character that is not a letter.
    var titled: Text {
        var out: [UInt8] = []
        var afterCased = false
        let points = codePoints
        for (index, point) in points.enumerated() {
            guard let scalar = Unicode.Scalar(point) else {
                out.append(codePoint: point)
                continue
            }
            let properties = scalar.properties
            if afterCased {
                if scalar == "Σ", Self.isFinalSigma(points, index) {
                    out.append("ς")
                } else {
                    out.append(properties.lowercaseMapping)
                }
            } else {
                out.append(properties.titlecaseMapping)
            }
            afterCased = properties.isCased
        }
        return Text(out)
    }

    var caseSwapped: Text {
        mapScalars { scalar in
            let properties = scalar.properties
            if properties.isUppercase { return properties.lowercaseMapping }
            if properties.isLowercase { return properties.uppercaseMapping }
            return String(Character(scalar))
        }
    }
}
