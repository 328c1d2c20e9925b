/// Wraps lines as Python's `textwrap.wrap` does.
/// Source: CPython 3.11, Lib/textwrap.py, with expand_tabs and replace_whitespace off.
struct TextWrapper {
    let width: Int
    let breaksLongWords: Bool
    let breaksOnHyphens: Bool

    func wrap(_ text: Text) throws(TemplateError) -> [Text] {
        guard width > 0 else { throw TemplateError(.value, "invalid width \(width) (must be > 0)") }
        let points = text.codePoints
        // Chunks follow each other in the text, so a line is a range of it.
        var chunks = Array(chunks(points).reversed())
        var lines: [Text] = []
        while !chunks.isEmpty {
            if let last = chunks.last, isBlank(points[last]), !lines.isEmpty { chunks.removeLast() }
            guard let start = chunks.last?.lowerBound else { break }
            var end = start
            var lastChunk = start..<start
            while let last = chunks.last, end - start + last.count <= width {
                end = last.upperBound
                lastChunk = last
                chunks.removeLast()
            }
            if let last = chunks.last, last.count > width, let cut = cut(last, points, end - start) {
                lastChunk = last.lowerBound..<cut
                end = cut
                if cut == last.upperBound {
                    chunks.removeLast()
                } else {
                    chunks[chunks.count - 1] = cut..<last.upperBound
                }
            }
            if end > start, isBlank(points[lastChunk]) { end = lastChunk.lowerBound }
            if end > start { lines.append(slice(text, points, start..<end)) }
        }
        return lines
    }

    private func slice(_ text: Text, _ points: [UInt32], _ range: Range<Int>) -> Text {
        text.isASCII ? Text(bytes: Array(text.bytes[range]), isASCII: true) : Text(codePoints: points[range])
    }

    private func isBlank(_ chunk: ArraySlice<UInt32>) -> Bool { chunk.allSatisfy { PythonSpace.isSpace($0) } }

    /// Where a chunk that is longer than a line is cut; nil when it must go to a line of its own.
    private func cut(_ chunk: Range<Int>, _ points: [UInt32], _ length: Int) -> Int? {
        guard breaksLongWords else { return length == 0 ? chunk.upperBound : nil }
        let limit = chunk.lowerBound + (width - length)
        if breaksOnHyphens, chunk.upperBound > limit, limit > chunk.lowerBound,
            let hyphen = points[chunk.lowerBound..<limit].lastIndex(of: 45), hyphen > chunk.lowerBound,
            points[chunk.lowerBound..<hyphen].contains(where: { $0 != 45 })
        {
            return hyphen + 1
        }
        return limit
    }

    /// Words and the white space between them; words may end at hyphens.
    private func chunks(_ points: [UInt32]) -> [Range<Int>] {
        var chunks: [Range<Int>] = []
        var index = 0
        func isSpace(_ point: UInt32) -> Bool { point == 32 || point >= 9 && point <= 13 }
        while index < points.count {
            let start = index
            if isSpace(points[index]) {
                while index < points.count, isSpace(points[index]) { index += 1 }
                chunks.append(start..<index)
                continue
            }
            var hasHyphen = false
            while index < points.count, !isSpace(points[index]) {
                if points[index] == 45 { hasHyphen = true }
                index += 1
            }
            guard breaksOnHyphens, hasHyphen else {
                chunks.append(start..<index)
                continue
            }
            var position = start
            for part in splitAtHyphens(Array(points[start..<index])) {
                chunks.append(position..<position + part.count)
                position += part.count
            }
        }
        return chunks
    }

    /// Breaks after a hyphen between letters, and around em-dashes.
    private func splitAtHyphens(_ word: [UInt32]) -> [[UInt32]] {
        func isWordCharacter(_ point: UInt32) -> Bool {
            point == 95
                || Unicode.Scalar(point).map { CharacterClasses.isLetter($0) || $0.properties.numericType != nil }
                    ?? false
        }
        func isLetter(_ index: Int) -> Bool {
            index >= 0 && index < word.count && isWordCharacter(word[index])
                && !(word[index] >= 48 && word[index] <= 57)
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
            let before =
                isLetter(index - 1)
                && (isLetter(index - 2) || index >= 3 && word[index - 2] == 45 && isLetter(index - 3))
            let after =
                isLetter(index + 1)
                && (isLetter(index + 2) || index + 3 < word.count && word[index + 2] == 45 && isLetter(index + 3))
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
