public import Diagnostics
internal import Glibc

/// What the system refused to do with a file, and why.
public struct FileError: Error, Sendable, Hashable {
    /// The refused act as a verb phrase: `read`, `write`, `list`.
    public let operation: String
    public let path: String
    /// The system's error number.
    public let number: Int32

    public init(_ operation: String, _ path: String, number: Int32) {
        self.operation = operation
        self.path = path
        self.number = number
    }

    /// The path does not exist.
    public var isMissing: Bool { number == ENOENT || number == ENOTDIR }

    /// The system's words for the error number: `No such file or directory`.
    public var reason: String { systemMessage(number) }

    /// The error as a diagnostic for people, for layers that have nothing better to say.
    public func diagnostic(family: Diagnostic.Family = .runtime) -> Diagnostic {
        Diagnostic(.fileSystem, "cannot \(operation) \"\(path)\": \(reason)", family: family)
    }
}

extension Diagnostic.Code {
    /// The system refused to read, write or list a file.
    public static let fileSystem = Diagnostic.Code(rawValue: "file-system")
}

/// The system's words for an error number.
func systemMessage(_ number: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard unsafe strerror_r(number, &buffer, buffer.count) == 0 else { return "error \(number)" }
    return text(of: buffer)
}

/// The text in a C buffer, up to its zero.
func text(of buffer: [CChar]) -> String {
    String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
