/// Wraps lines as Python's `textwrap.wrap` does.
/// Source: CPython 3.11, Lib/textwrap.py, with expand_tabs and replace_whitespace off.
struct TextWrapper {
    let width: Int
    let breaksLongWords: Bool
    let breaksOnHyphens: Bool

    func wrap(_ text: Text) throws(TemplateError) -> [Text] {
        guard width > 0 else { throw TemplateError(.value, "invalid width \(width) (must be > 0)") }
        var chunks = Array(chunks(text.codePoints).reversed())
        var lines: [Text] = []
        while !chunks.isEmpty {
            var line: [[UInt32]] = []
            var length = 0
            if let last = chunks.last, isBlank(last), !lines.isEmpty { chunks.removeLast() }
            while let last = chunks.last, length + last.count <= width {
                line.append(last)
                length += last.count
                chunks.removeLast()
            }
            if let last = chunks.last, last.count > width {
                splitLong(&chunks, &line, length)
                length = line.reduce(0) { $0 + $1.count }
            }
            if let last = line.last, isBlank(last) { line.removeLast() }
            if !line.isEmpty { lines.append(Text(codePoints: line.joined())) }
        }
        return lines
    }

    private func isBlank(_ chunk: [UInt32]) -> Bool { chunk.allSatisfy { PythonSpace.isSpace($0) } }

    private func splitLong(_ chunks: inout [[UInt32]], _ line: inout [[UInt32]], _ length: Int) {
        let space = width < 1 ? 1 : width - length
        guard let chunk = chunks.last else { return }
        if breaksLongWords {
            var end = space
            if breaksOnHyphens, chunk.count > space, let hyphen = chunk[..<space].lastIndex(of: 45), hyphen > 0,
                chunk[..<hyphen].contains(where: { $0 != 45 })
            {
                end = hyphen + 1
            }
            line.append(Array(chunk[..<end]))
            chunks[chunks.count - 1] = Array(chunk[end...])
        } else if line.isEmpty {
            line.append(chunk)
            chunks.removeLast()
        }
    }

    /// Words and the white space between them; words may end at hyphens.
    private func chunks(_ points: [UInt32]) -> [[UInt32]] {
        var chunks: [[UInt32]] = []
        var index = 0
        func isSpace(_ point: UInt32) -> Bool { [9, 10, 11, 12, 13, 32].contains(point) }
        while index < points.count {
            let start = index
            if isSpace(points[index]) {
                while index < points.count, isSpace(points[index]) { index += 1 }
                chunks.append(Array(points[start..<index]))
                continue
            }
            while index < points.count, !isSpace(points[index]) { index += 1 }
            let word = Array(points[start..<index])
            if breaksOnHyphens { chunks += splitAtHyphens(word) } else { chunks.append(word) }
        }
        return chunks
    }

    /// Breaks after a hyphen between letters, and around em-dashes.
    private func splitAtHyphens(_ word: [UInt32]) -> [[UInt32]] {
        func isWordCharacter(_ point: UInt32) -> Bool {
            point == 95 || Unicode.Scalar(point).map { CharacterClasses.isLetter($0) || $0.properties.numericType != nil } ?? false
        }
        func isLetter(_ index: Int) -> Bool {
            index >= 0 && index < word.count && isWordCharacter(word[index]) && !(word[index] >= 48 && word[index] <= 57)
        }
        func isPunctuated(_ point: UInt32) -> Bool {
            isWordCharacter(point) || [33, 34, 39, 38, 46, 44, 63].contains(point)
        }
        var parts: [[UInt32]] = []
        var start = 0
        var index = 0
        while index < word.count {
            guard word[index] == 45 else {
                index += 1
                continue
            }
            var end = index
            while end < word.count, word[end] == 45 { end += 1 }
            if end - index >= 2 {
                // An em-dash between words is a chunk of its own.
                if index > start, isPunctuated(word[index - 1]), end < word.count, isWordCharacter(word[end]) {
                    parts.append(Array(word[start..<index]))
                    parts.append(Array(word[index..<end]))
                    start = end
                }
                index = end
                continue
            }
            // A hyphen breaks after two letters and before two more, or a letter, hyphen and letter.
            let before = isLetter(index - 1) && (isLetter(index - 2) || index >= 3 && word[index - 2] == 45 && isLetter(index - 3))
            let after = isLetter(index + 1) && (isLetter(index + 2) || index + 3 < word.count && word[index + 2] == 45 && isLetter(index + 3))
            if before && after && index > start {
                parts.append(Array(word[start...index]))
                start = index + 1
            }
            index += 1
        }
        if start < word.count { parts.append(Array(word[start...])) }
        return parts
    }
}
