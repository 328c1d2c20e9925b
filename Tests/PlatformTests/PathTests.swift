import Platform
import Testing

/// Expected values are those of Python 3.11's `os.path` and `pathlib`.
@Suite struct PathTests {
    @Test func joinsAsPython() {
        #expect(Path.join("a", "b") == "a/b")
        #expect(Path.join("a/", "b") == "a/b")
        #expect(Path.join("a", "/b") == "/b")
        #expect(Path.join("", "b") == "b")
        #expect(Path.join("a", "b", "c.sql") == "a/b/c.sql")
    }

    @Test func splitsAsPython() {
        #expect(Path.directory("a/b/c.sql") == "a/b")
        #expect(Path.directory("/a") == "/")
        #expect(Path.directory("a") == "")
        #expect(Path.name("a/b/c.sql") == "c.sql")
        #expect(Path.stem("a/c.d.sql") == "c.d")
        #expect(Path.stem(".env") == ".env")
        #expect(Path.fileExtension("a.b/c.sql") == ".sql")
        #expect(Path.fileExtension("a.b/c") == "")
        #expect(Path.fileExtension(".env") == "")
    }

    @Test func normalizesAsPython() {
        #expect(Path.normalize("a/./b//../c/") == "a/c")
        #expect(Path.normalize("../a/..") == "..")
        #expect(Path.normalize("/../a") == "/a")
        #expect(Path.normalize("") == ".")
        #expect(Path.relative("/a/c", to: "/a/b") == "../c")
        #expect(Path.relative("/a", to: "/a") == ".")
    }

    @Test func knowsWhatLiesBelowADirectory() {
        #expect(Path.contains("/a", "/a/b"))
        #expect(Path.contains("/a", "/a"))
        #expect(!Path.contains("/a", "/ab"))
        #expect(Path.contains("/", "/ab"))
    }
}
