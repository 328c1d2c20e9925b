internal import Diagnostics
public import Platform
public import ProjectGraph
public import ProjectLoading

/// The result of a parse, kept under the target path for the next command.
///
/// It is used only when nothing that it was made from has changed: the program, the project files, variables, profile,
/// the environment variables that templates read, and every file. A file that is damaged, cut off, or of another
/// program is no error, but as good as none.
public struct ParseCache {
    /// A parse that needs not be done again.
    public struct Entry: Sendable {
        public let manifest: Manifest
        /// What `MacroLibrary` needs besides the manifest: the line on which each macro begins.
        let macroLines: [Int]
        /// dbt's warning about config paths that apply to nothing, which it repeats with every command.
        public let unusedPaths: String?
        /// manifest.json from its second member on.
        public let manifestText: ArraySlice<UInt8>
    }

    public enum Outcome: Sendable {
        case found(Entry)
        /// There is a file, but it is not of use, for dbt's reason.
        case unusable(String)
        /// Files have changed since.
        case outdated(deleted: Int, added: Int, changed: Int)
        case missing
    }

    private let path: String
    private let files: any FileSystem
    private let fingerprint: ParseFingerprint
    private let environment: Environment

    public init(
        _ path: String, files: any FileSystem, fingerprint: ParseFingerprint, environment: Environment
    ) {
        self.path = path
        self.files = files
        self.fingerprint = fingerprint
        self.environment = environment
    }

    /// The name of the file; tools of dbt know a `partial_parse.msgpack`, which ours is not.
    public static let fileName = "partial_parse.martlet"

    private static let magic: [UInt8] = Array("MARTLET1".utf8)
    /// Magic, checksum, and the sizes of the first two parts: what the parse depends on, and manifest.json. The third is
    /// the manifest.
    private static let headerSize = 32

    /// What the last parse left, if it still holds for `project`.
    public func read(for project: LoadedProject) -> Outcome {
        guard files.isFile(path) else { return .missing }
        guard let bytes = try? files.read(path), let parts = Self.parts(of: bytes) else {
            return .unusable("of a version mismatch")
        }
        var reader = ByteReader(bytes, from: parts.conditions.lowerBound, to: parts.conditions.upperBound)
        if let reason = fingerprint.difference(from: ParseFingerprint(&reader)) { return .unusable(reason) }
        if hasChangedVariables(&reader) { return .unusable("env vars used in dbt_project.yml have changed") }
        let parsedAt = reader.number()
        var records: [FileRecord] = []
        for _ in 0..<reader.count() where !reader.isDamaged { records.append(FileRecord(&reader)) }
        if let outcome = changes(records, project.packages.flatMap(\.files), parsedAt) { return outcome }
        guard let entry = entry(bytes, project, parts) else { return .unusable("of a version mismatch") }
        return .found(entry)
    }

    private struct Parts {
        var conditions: Range<Int>
        var text: Range<Int>
        var manifest: Range<Int>
    }

    /// Where the parts of the file are; nil when it is not what was written.
    private static func parts(of bytes: [UInt8]) -> Parts? {
        guard bytes.count > headerSize, bytes.starts(with: magic) else { return nil }
        var reader = ByteReader(bytes, from: magic.count, to: headerSize)
        let (checksum, first, second) = (reader.word(), reader.word(), reader.word())
        let size = UInt64(bytes.count - headerSize)
        guard first <= size, second <= size - first else { return nil }
        let (start, middle) = (headerSize + Int(first), headerSize + Int(first + second))
        let parts = Parts(conditions: headerSize..<start, text: start..<middle, manifest: middle..<bytes.count)
        return checksum == Hash.checksum(bytes[headerSize...]) ? parts : nil
    }

    private func hasChangedVariables(_ reader: inout ByteReader) -> Bool {
        var hasChanged = false
        for _ in 0..<reader.count() where !reader.isDamaged {
            if Self.checksum(environment[reader.text()]) != reader.word() { hasChanged = true }
        }
        return hasChanged
    }

    /// Of values only checksums are kept: they may be secret.
    private static func checksum(_ value: String?) -> UInt64 {
        guard let value else { return 0 }
        return Hash.checksum(Array(value.utf8))
    }

    /// nil when all files are as they were.
    private func changes(_ records: [FileRecord], _ found: [SourceFile], _ parsedAt: Int) -> Outcome? {
        let isSameList = records.count == found.count && zip(records, found).allSatisfy { $0.isSame($1) }
        if isSameList {
            let changed = zip(records, found).count { !$0.isUnchanged($1, parsedAt: parsedAt, files) }
            return changed == 0 ? nil : .outdated(deleted: 0, added: 0, changed: changed)
        }
        let old = Set(records.map { "\($0.package) \($0.root)/\($0.path)" })
        let new = Set(found.map { "\($0.packageName) \($0.root)/\($0.path)" })
        return .outdated(deleted: old.subtracting(new).count, added: new.subtracting(old).count, changed: 0)
    }

    private func entry(_ bytes: [UInt8], _ project: LoadedProject, _ parts: Parts) -> Entry? {
        var reader = CacheReader(bytes, from: parts.manifest.lowerBound, to: parts.manifest.upperBound)
        var contents = ParseContents()
        contents.code(&reader)
        guard !reader.isDamaged else { return nil }
        return Entry(
            manifest: contents.manifest(of: project), macroLines: contents.macroLines,
            unusedPaths: contents.unusedPaths, manifestText: bytes[parts.text])
    }

    /// Keeps a parse. That it cannot be written is no error: the project may be read-only.
    /// - Parameters:
    ///   - parsedAt: when the command began, in nanoseconds since 1970.
    ///   - manifestText: manifest.json from its second member on.
    public func write(
        _ manifest: Manifest, of compilation: Compilation, files read: ChecksummedFiles, parsedAt: Int,
        unusedPaths: String?, manifestText: [ArraySlice<UInt8>]
    ) {
        var payload = ByteWriter()
        fingerprint.encode(to: &payload)
        let names = compilation.environmentUse.names
        payload.number(names.count)
        for name in names {
            payload.text(name)
            payload.word(Self.checksum(environment[name]))
        }
        payload.number(parsedAt)
        let found = compilation.project.packages.flatMap(\.files)
        payload.number(found.count)
        for file in found { FileRecord(file, read).encode(to: &payload) }
        var writer = CacheWriter()
        var contents = ParseContents(manifest, library: compilation.library, unusedPaths: unusedPaths)
        contents.code(&writer)
        let parts = [payload.bytes[...]] + manifestText + writer.parts
        var checksum = Checksum()
        for part in parts { checksum.add(part) }
        var header = ByteWriter()
        header.append(Self.magic)
        header.word(checksum.value)
        header.word(UInt64(payload.bytes.count))
        header.word(UInt64(manifestText.reduce(0) { $0 + $1.count }))
        try? files.write([header.bytes[...]] + parts, to: path)
    }
}
