public import Formats

/// Replaces secrets by `*****` in whatever leaves for a terminal or a file.
public struct SecretScrubber: Sendable {
    /// The secrets as plain bytes and as they look inside of a JSON string.
    private let needles: [[UInt8]]

    private static let mask = Array("*****".utf8)

    public init(_ secrets: [String] = []) {
        var needles: [[UInt8]] = []
        for secret in secrets where secret.utf8.contains(where: { $0 > 32 }) {
            let escaped = Array(JSON.bytes(.string(secret)).dropFirst().dropLast())
            needles.append(Array(secret.utf8))
            if escaped != needles.last { needles.append(escaped) }
        }
        // A secret within another must not leave the rest of the longer one behind.
        self.needles = needles.sorted { $0.count > $1.count }
    }

    /// The scrubber for the values of all variables whose names begin with `DBT_ENV_SECRET`, and for `passwords`.
    public init(environment: [String: String], passwords: [String] = []) {
        self.init(environment.filter { $0.key.hasPrefix("DBT_ENV_SECRET") }.map(\.value) + passwords)
    }

    public func scrub(_ text: String) -> String {
        needles.isEmpty ? text : String(decoding: scrub(Array(text.utf8)), as: UTF8.self)
    }

    /// All texts of a value, keys apart.
    public func scrub(_ value: DataValue) -> DataValue {
        switch value {
        case _ where needles.isEmpty: value
        case .string(let text): .string(scrub(text))
        case .list(let items): .list(items.map { scrub($0) })
        case .mapping(let entries): .mapping(entries.mapValues { scrub($0) })
        default: value
        }
    }

    public func scrub(_ bytes: [UInt8]) -> [UInt8] {
        needles.reduce(bytes) { Self.replace($1, in: $0) }
    }

    private static func replace(_ needle: [UInt8], in bytes: [UInt8]) -> [UInt8] {
        guard let first = needle.first, bytes.count >= needle.count else { return bytes }
        var result: [UInt8]?
        var copied = 0
        var index = 0
        while index <= bytes.count - needle.count {
            if bytes[index] == first, bytes[index..<(index + needle.count)].elementsEqual(needle) {
                result = (result ?? []) + bytes[copied..<index] + mask
                index += needle.count
                copied = index
            } else {
                index += 1
            }
        }
        return result.map { $0 + bytes[copied...] } ?? bytes
    }
}
