import Diagnostics
import Platform
import Testing

/// The same behaviour of the real files and those in memory.
@Suite struct FileSystemTests {
    private static func both() throws -> [(files: any FileSystem, root: String)] {
        [(RealFiles(), try RealFiles().makeTemporaryDirectory(prefix: "martlet-test")), (MemoryFiles(), "/project")]
    }

    private func check(_ body: (any FileSystem, String) throws -> Void) throws {
        for (files, root) in try Self.both() {
            try body(files, root)
            try files.remove(root)
        }
    }

    @Test func readsWhatWasWritten() throws {
        try check { files, root in
            let big = [UInt8](repeating: 7, count: 300_000)
            try files.write(big, to: Path.join(root, "a/b/c.bin"))
            #expect(try files.read(Path.join(root, "a/b/c.bin")) == big)
            #expect(files.info(Path.join(root, "a/b/c.bin"))?.size == 300_000)
            #expect(try files.entries(of: Path.join(root, "a/b")).map(\.path) == ["c.bin"])
            try files.append([8], to: Path.join(root, "a/b/c.bin"))
            #expect(try files.read(Path.join(root, "a/b/c.bin")).last == 8)
        }
    }

    @Test func walksParentsFirstAndByName() throws {
        try check { files, root in
            for path in ["b/2.sql", "b/10.sql", "a.sql", "b/c/d.sql", ".hidden/x"] {
                try files.write("x", to: Path.join(root, path))
            }
            let paths = try files.walk(root) { $0 != ".hidden" }.map(\.path)
            #expect(paths == [".hidden", "a.sql", "b", "b/10.sql", "b/2.sql", "b/c", "b/c/d.sql"])
        }
    }

    @Test func saysWhatIsMissing() throws {
        try check { files, root in
            let path = Path.join(root, "nope")
            #expect(throws: FileError("read", path, number: 2)) { _ = try files.read(path) }
            #expect(throws: FileError("list", path, number: 2)) { _ = try files.walk(path) }
            #expect(files.info(path) == nil)
            try files.remove(path)
        }
        #expect(FileError("read", "x", number: 2).reason == "No such file or directory")
        #expect(
            FileError("read", "x", number: 2).diagnostic().message
                == "cannot read \"x\": No such file or directory")
    }

    @Test func copiesAndMovesDirectories() throws {
        try check { files, root in
            try files.write("x", to: Path.join(root, "a/b/c"))
            try files.copy(Path.join(root, "a"), to: Path.join(root, "d"))
            try files.move(Path.join(root, "a"), to: Path.join(root, "e"))
            let paths = try files.walk(root).filter(\.isFile).map(\.path)
            #expect(paths == ["d/b/c", "e/b/c"])
            try files.remove(Path.join(root, "d"))
            #expect(!files.exists(Path.join(root, "d")))
        }
    }

    @Test func followsLinksButNotInCircles() throws {
        let files = RealFiles()
        let root = try files.makeTemporaryDirectory(prefix: "martlet-test")
        defer { try? files.remove(root) }
        try files.write("x", to: Path.join(root, "a/f"))
        try files.createSymbolicLink(at: Path.join(root, "a/up"), to: "..")
        try files.createSymbolicLink(at: Path.join(root, "link"), to: "a")
        try files.createSymbolicLink(at: Path.join(root, "broken"), to: "nowhere")
        #expect(
            try files.walk(root).map(\.path) == [
                "a", "a/f", "a/up", "link", "link/f", "link/up",
            ])
        #expect(files.realPath(Path.join(root, "link/f")) == files.realPath(Path.join(root, "a/f")))
    }
}
