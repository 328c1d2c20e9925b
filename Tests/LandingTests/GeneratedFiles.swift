import Foundation
import Platform

@testable import landing

/// The small landing files, generated once for all tests, and ways to read them.
struct GeneratedFiles {
    static let small = GeneratedFiles()

    let root: String

    private init() {
        do {
            root = try RealFiles().makeTemporaryDirectory(prefix: "landing-tests")
            for pipeline in Pipeline.allCases {
                _ = try Generation(root: root).generate(pipeline, Settings(), isForced: false)
            }
        } catch {
            fatalError("cannot generate: \(error)")
        }
        atexit { try? RealFiles().remove(GeneratedFiles.small.root) }
    }

    /// A copy of the files of one pipeline that a test may plant faults into.
    func copy(_ pipeline: Pipeline) throws -> String {
        let copy = try RealFiles().makeTemporaryDirectory(prefix: "landing-tests")
        for name in [pipeline.rawValue, ".generated"] {
            try RealFiles().copy("\(root)/\(name)", to: "\(copy)/\(name)")
        }
        return copy
    }

    /// The paths below `folder`, sorted, planted ones aside.
    func paths(_ folder: String) throws -> [String] {
        try RealFiles().walk("\(root)/\(folder)").filter(\.isFile).map { "\(folder)/\($0.path)" }.sorted()
    }

    /// The rows of all CSV files whose path below the root starts and ends so.
    func rows(_ start: String, _ end: String = ".csv") throws -> [[String: String]] {
        let folder = start.split(separator: "/").dropLast().joined(separator: "/")
        return try paths(folder).filter { $0.hasPrefix(start) && $0.hasSuffix(end) }
            .flatMap { try Self.rows(in: "\(root)/\($0)") }
    }

    /// The rows of a CSV file by the names of its header.
    static func rows(in path: String) throws -> [[String: String]] {
        let lines = try RealFiles().readText(path).split(separator: "\n")
        let names = fields(lines.first ?? "")
        return lines.dropFirst().map { line in
            Dictionary(zip(names, fields(line))) { first, _ in first }
        }
    }

    private static func fields(_ line: Substring) -> [String] {
        var fields = [[UInt8]()]
        var isQuoted = false
        for byte in line.utf8 {
            if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if byte == UInt8(ascii: ","), !isQuoted {
                fields.append([])
            } else {
                fields[fields.count - 1].append(byte)
            }
        }
        return fields.map { String(decoding: $0, as: UTF8.self) }
    }

    /// The documents of all JSON files below a folder.
    func documents(_ folder: String) throws -> [[String: Any]] {
        try paths(folder).flatMap { path in
            let value = try JSONSerialization.jsonObject(with: Data(RealFiles().read("\(root)/\(path)")))
            return value as? [[String: Any]] ?? []
        }
    }
}

/// An amount in cents.
func cents(_ text: String?) -> Int { Int(((Double(text ?? "") ?? .nan) * 100).rounded()) }
func cents(_ value: Any?) -> Int { Int((((value as? NSNumber)?.doubleValue ?? .nan) * 100).rounded()) }
