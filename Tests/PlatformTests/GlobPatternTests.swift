import Platform
import Testing

/// Expected values are those of Python 3.11's `fnmatch` and `pathlib.Path.glob`.
@Suite struct GlobPatternTests {
    @Test(arguments: [
        ("*.sql", "a.sql", true), ("*.sql", ".sql", true), ("a?c", "abc", true), ("a?c", "ac", false),
        ("[a-c]x", "bx", true), ("[!a-c]x", "bx", false), ("[]]", "]", true), ("[", "[", true),
        ("*a*b*", "xxaybz", true), ("*a*b", "xxaybz", false), ("é?", "éü", true),
    ])
    func matchesNames(pattern: String, name: String, isMatch: Bool) {
        #expect(NamePattern(pattern).matches(name) == isMatch)
    }

    @Test(arguments: [
        ("models/**/*.sql", "models/a.sql", true), ("models/**/*.sql", "models/x/y/a.sql", true),
        ("models/*.sql", "models/x/a.sql", false), ("**/a.sql", "a.sql", true), ("**", "x/y", true),
        ("models/**", "seeds/a", false),
    ])
    func matchesPaths(pattern: String, path: String, isMatch: Bool) {
        #expect(GlobPattern(pattern).matches(path) == isMatch)
    }

    @Test func findsFilesOfAFileSystem() {
        let files = MemoryFiles(["m/a.sql": "", "m/x/b.sql": "", "m/x/c.yml": ""])
        #expect(files.glob("m/**/*.sql", in: "/project") == ["m/a.sql", "m/x/b.sql"])
        #expect(files.glob("**", in: "m") == [".", "x"])
    }
}
