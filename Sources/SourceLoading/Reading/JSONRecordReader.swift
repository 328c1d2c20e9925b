internal import Platform

/// The objects of a JSON file as rows: those of one array, or one after the other; with `ndjson` one a line.
final class JSONRecordReader: RecordReader {
    private enum State {
        case top
        /// In an array: whether an element, or the end of the array, may come now without a comma.
        case array(needsComma: Bool)
        case ended
    }

    private let stream: LandingStream
    private let layout: JSONRowLayout
    private let isLines: Bool
    private var buffer = ReadBuffer()
    private var nextLine = 1
    private var element = 0..<0
    private var fields: [JSONField?]
    private var state = State.top
    private var hasBegun = false
    /// Of the elements so far: whether there was one, and whether each stood on one line.
    private var isOneALine: Bool?
    let columns: [String]
    private(set) var line = 1

    /// - Parameter jsonColumns: the columns whose type is json or jsonb.
    init(
        _ path: String, of source: ExternalSource, constants: [ConstantColumn], jsonColumns: Set<String>,
        files: any FileSystem
    ) throws(LoadFailure) {
        stream = try LandingStream(path, files: files)
        isLines = source.format == .ndjson
        layout = JSONRowLayout(source, constants: constants, jsonColumns: jsonColumns)
        columns = layout.columns
        fields = Array(repeating: nil, count: layout.keys.count)
        _ = try buffer.refill(from: stream)
        buffer.skipByteOrderMark()
    }

    var raw: [UInt8] { Array(buffer.bytes[element]) }
    func checksum() -> String { stream.checksum() }
    var bytesRead: Int { stream.bytesRead }

    func next(into output: inout [UInt8]) throws(LoadFailure) -> Bool {
        let before = output.count
        do throws(LoadFailure) {
            guard try isLines ? nextOfLines() : nextElement() else { return false }
            try layout.append(buffer.bytes, element, fields, line: line, to: &output)
            return true
        } catch {
            output.removeSubrange(before...)
            var failure = error
            failure.line = failure.line ?? line
            if failure.kind == .row { failure.raw = failure.raw ?? raw }
            throw failure
        }
    }

    // MARK: One object a line

    private func nextOfLines() throws(LoadFailure) -> Bool {
        while true {
            line = nextLine
            guard let range = try nextLineRange() else { return false }
            nextLine += 1
            guard buffer.bytes[range].contains(where: { !$0.isJSONBlank }) else { continue }
            element = range
            try scan(isWhole: true)
            return true
        }
    }

    private func nextLineRange() throws(LoadFailure) -> Range<Int>? {
        var searched = buffer.position
        while true {
            if let end = buffer.bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { buffer.position = end + 1 }
                return buffer.position..<end
            }
            let known = buffer.bytes.count - buffer.position
            if try buffer.refill(from: stream) {
                searched = buffer.position + known
                continue
            }
            guard buffer.position < buffer.bytes.count else { return nil }
            defer { buffer.position = buffer.bytes.count }
            return buffer.position..<buffer.bytes.count
        }
    }

    /// Walks over `element`, which holds one value and nothing else.
    private func scan(isWhole: Bool) throws(LoadFailure) {
        var start = element.lowerBound
        while start < element.upperBound, buffer.bytes[start].isJSONBlank { start += 1 }
        var scanner = JSONScanner(from: start, to: element.upperBound)
        do throws(JSONProblem) {
            try walk(&scanner, start)
        } catch {
            throw failure(error)
        }
        var end = scanner.index
        while end < element.upperBound, buffer.bytes[end].isJSONBlank { end += 1 }
        if end < element.upperBound {
            throw failure(.invalid("there is more text after the value", offset: end))
        }
        element = start..<scanner.index
    }

    private func walk(_ scanner: inout JSONScanner, _ start: Int) throws(JSONProblem) {
        let bytes = buffer.bytes
        if start < bytes.count, bytes[start] == UInt8(ascii: "{") {
            try scanner.object(bytes.span, keys: layout.keys, fields: &fields)
        } else {
            try scanner.value(bytes.span)
            guard layout.takesAnyValue else { throw .invalid("an object is expected", offset: start) }
            for index in fields.indices { fields[index] = nil }
        }
    }

    private func failure(_ problem: JSONProblem) -> LoadFailure {
        switch problem {
        case .incomplete:
            var failure = LoadFailure(.row, "invalid JSON: the text ends in the middle of a value")
            failure.range = (element.count - 1)..<element.count
            return failure
        case .invalid(let reason, let offset):
            var failure = LoadFailure(.row, "invalid JSON: \(reason)")
            let start = max(0, offset - element.lowerBound)
            failure.range = start..<(start + 1)
            return failure
        }
    }
}

// MARK: - Arrays and sequences

extension JSONRecordReader {
    /// Finds the next element and walks over it.
    private func nextElement() throws(LoadFailure) -> Bool {
        while true {
            guard let byte = try nextByte() else { return try end() }
            hasBegun = true
            line = nextLine
            let start = buffer.position
            switch (byte, state) {
            case (_, .ended): return false
            case (UInt8(ascii: "["), .top):
                state = .array(needsComma: false)
                buffer.position += 1
            case (UInt8(ascii: "]"), .array):
                state = .top
                buffer.position += 1
            case (UInt8(ascii: ","), .array(needsComma: true)):
                state = .array(needsComma: false)
                buffer.position += 1
            case (_, .array(needsComma: true)):
                try fail(.invalid("a comma or `]` is missing", offset: start), isElement: byte == UInt8(ascii: "{"))
            default: return try readElement(byte)
            }
        }
    }

    /// The next byte that is no blank; nil at the end of the file.
    private func nextByte() throws(LoadFailure) -> UInt8? {
        while true {
            while buffer.position < buffer.bytes.count {
                let byte = buffer.bytes[buffer.position]
                guard byte.isJSONBlank else { return byte }
                if byte == UInt8(ascii: "\n") { nextLine += 1 }
                buffer.position += 1
            }
            guard try buffer.refill(from: stream) else { return nil }
        }
    }

    private func end() throws(LoadFailure) -> Bool {
        guard hasBegun else { throw LoadFailure(.file, "the file is empty: no JSON", line: 1) }
        line = nextLine
        element = buffer.bytes.count..<buffer.bytes.count
        defer { state = .ended }
        if case .array = state { throw LoadFailure(.row, "invalid JSON: the array is not closed: the file is cut off") }
        return false
    }

    private func readElement(_ first: UInt8) throws(LoadFailure) -> Bool {
        if case .top = state, nextLine == 1, first != UInt8(ascii: "{"), !layout.takesAnyValue {
            throw LoadFailure(.file, "this is no JSON: it begins with neither `{` nor `[`", line: 1)
        }
        while true {
            let start = buffer.position
            var scanner = JSONScanner(from: start, to: buffer.bytes.count)
            do throws(JSONProblem) {
                try walk(&scanner, start)
            } catch .incomplete where !buffer.isAtEnd {
                _ = try buffer.refill(from: stream)
                continue
            } catch {
                try fail(error, isElement: true)
            }
            element = start..<scanner.index
            let lines = newlines(in: element)
            nextLine += lines
            isOneALine = lines == 0 && isOneALine != false
            buffer.position = scanner.index
            if case .array = state { state = .array(needsComma: true) }
            return true
        }
    }

    private func newlines(in range: Range<Int>) -> Int {
        let all = buffer.bytes
        let bytes = all.span
        var count = 0
        for index in range where bytes[index] == UInt8(ascii: "\n") { count += 1 }
        return count
    }

    /// Goes behind the broken element at the buffer's position, and throws what is wrong with it.
    private func fail(_ problem: JSONProblem, isElement: Bool) throws(LoadFailure) -> Never {
        let offset =
            if case .invalid(_, let offset) = problem { offset - buffer.position } else {
                buffer.bytes.count - buffer.position
            }
        while !buffer.isAtEnd, buffer.bytes.count - buffer.position < JSONRecovery.reach {
            _ = try buffer.refill(from: stream)
        }
        let start = buffer.position
        let recovery = JSONRecovery(bytes: buffer.bytes, isAtEnd: buffer.isAtEnd)
        // Where elements stand on one line each, what is wrong may be found lines after the one that is cut off.
        let broken = isOneALine == true ? start : start + offset
        guard let end = recovery.end(ofElementAt: start, brokenAt: broken, isBalanced: isElement) else {
            var failure = failure(problem)
            failure.kind = .file
            failure.line = line
            failure.reason += ", and where the broken element ends cannot be told"
            throw failure
        }
        element = start..<end
        nextLine += newlines(in: element)
        buffer.position = end
        // A comma may follow, or it was part of what is broken.
        if case .array = state { state = .array(needsComma: recovery.hasComma(at: end)) }
        let problem: JSONProblem =
            if case .invalid(let reason, _) = problem { .invalid(reason, offset: start + offset) } else { problem }
        throw failure(problem)
    }
}

extension UInt8 {
    var isJSONBlank: Bool { self == 32 || (9...13).contains(self) }
}
