internal import Diagnostics

extension SourceText {
    /// The first place at or after `start` where `word` stands by itself.
    func firstRange(ofWord word: String, from start: Int = 0) -> SourceRange? {
        let bytes = self.bytes
        let wanted = Array(word.utf8)
        func isPart(_ index: Int) -> Bool {
            guard bytes.indices.contains(index) else { return false }
            let byte = bytes[index] | 0x20
            return byte == UInt8(ascii: "_") | 0x20 || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index])
        }
        var index = start
        while index + wanted.count <= bytes.count {
            if bytes[index] == wanted[0], bytes[index..<index + wanted.count].elementsEqual(wanted),
                !isPart(index - 1), !isPart(index + wanted.count)
            {
                return SourceRange(index, index + wanted.count)
            }
            index += 1
        }
        return nil
    }
}
