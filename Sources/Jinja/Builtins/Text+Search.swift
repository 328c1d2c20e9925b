extension Text {
    /// The byte offset of the first occurrence of `part` at or after a byte offset, or nil.
    func find(_ part: Text, from start: Int) -> Int? { Self.find(part.bytes, in: bytes, from: start, to: bytes.count) }

    /// The first occurrence of `part` that lies inside the given bytes.
    static func find(_ part: [UInt8], in bytes: [UInt8], from start: Int, to end: Int) -> Int? {
        guard start >= 0, start <= end else { return nil }
        guard let first = part.first else { return start }
        let length = part.count
        var index = start
        while let found = ByteSearch.first(first, in: bytes, from: index, to: end - length + 1) {
            var offset = 1
            while offset < length, bytes[found &+ offset] == part[offset] { offset &+= 1 }
            if offset == length { return found }
            index = found + 1
        }
        return nil
    }

    /// The last occurrence of `part` that lies inside the given bytes.
    static func findLast(_ part: [UInt8], in bytes: [UInt8], from start: Int, to end: Int) -> Int? {
        var index = end - part.count
        while index >= start {
            var offset = 0
            while offset < part.count, bytes[index + offset] == part[offset] { offset += 1 }
            if offset == part.count { return index }
            index -= 1
        }
        return nil
    }

    /// Python's `str.replace`: at most `limit` times, or everywhere when it is negative.
    /// - Throws: an error when the result would be too long.
    func replacing(_ old: Text, with new: Text, limit: Int = -1) throws(TemplateError) -> Text {
        var left = limit < 0 ? Int.max : limit
        guard left > 0 else { return self }
        var out: [UInt8] = []
        if old.isEmpty {
            for character in characters {
                if left > 0 {
                    out.append(contentsOf: new.bytes)
                    left -= 1
                }
                out.append(contentsOf: character.bytes)
                try MemoryLimit.grown(text: out.count)
            }
            if left > 0 { out.append(contentsOf: new.bytes) }
            return Text(out)
        }
        guard var found = find(old, from: 0) else { return self }
        out.reserveCapacity(bytes.count + new.bytes.count * 2)
        var start = 0
        while true {
            out.append(contentsOf: bytes[start..<found])
            out.append(contentsOf: new.bytes)
            try MemoryLimit.grown(text: out.count)
            start = found + old.bytes.count
            left -= 1
            guard left > 0, let next = find(old, from: start) else { break }
            found = next
        }
        out.append(contentsOf: bytes[start...])
        return isASCII && new.isASCII ? Text(bytes: out, isASCII: true) : Text(out)
    }

    func repeated(_ count: Int) throws(TemplateError) -> Value {
        guard count > 0, !isEmpty else { return .string(Text.empty) }
        let (size, overflows) = bytes.count.multipliedReportingOverflow(by: count)
        try MemoryLimit.reserve(text: overflows ? Int.max : size)
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count * count)
        for _ in 0..<count { out.append(contentsOf: bytes) }
        return .string(Text(bytes: out, isASCII: isASCII).marked(markupOrPlain))
    }

    /// The text without white space, or without the given characters, at its ends.
    func stripped(_ characters: Text? = nil, left: Bool = true, right: Bool = true) -> Text {
        var start = 0
        var end = bytes.count
        if let characters {
            let set = Set(characters.codePoints)
            guard isASCII else {
                let points = codePoints
                var (first, last) = (0, points.count)
                while left, first < last, set.contains(points[first]) { first += 1 }
                while right, last > first, set.contains(points[last - 1]) { last -= 1 }
                return slice(first..<last)
            }
            while left, start < end, set.contains(UInt32(bytes[start])) { start += 1 }
            while right, end > start, set.contains(UInt32(bytes[end - 1])) { end -= 1 }
        } else {
            while left, start < end, let length = PythonSpace.length(bytes, start, end) { start += length }
            while right, end > start, let length = PythonSpace.lengthBefore(bytes, end, start) { end -= length }
        }
        if start == 0 && end == bytes.count { return self }
        return isASCII ? Text(bytes: Array(bytes[start..<end]), isASCII: true) : Text(bytes[start..<end])
    }

    /// Whether the text begins with `prefix`.
    func starts(with prefix: Text) -> Bool {
        bytes.count >= prefix.bytes.count && bytes.prefix(prefix.bytes.count).elementsEqual(prefix.bytes)
    }

    func ends(with suffix: Text) -> Bool {
        bytes.count >= suffix.bytes.count && bytes.suffix(suffix.bytes.count).elementsEqual(suffix.bytes)
    }
}
