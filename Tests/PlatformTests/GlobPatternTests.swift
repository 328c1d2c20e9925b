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

    @Test func whatStandsBetweenStarsIsSearchedOnce() {
        // `*a*a*a…b` against a row of a's: a walk that comes back to earlier stars needs 2^40 steps.
        var calls = 0
        let (steps, items) = (81, 80)
        let runs = WildcardWalk.runs(
            steps: steps, items: items, isMany: { $0.isMultiple(of: 2) && $0 < 80 },
            fits: { step, _ in
                calls += 1
                return step < 80
            })
        #expect(runs == nil)
        #expect(calls <= steps * items)
    }

    @Test func eachStarTakesAsLittleAsItCan() {
        #expect(NamePattern("*b*").runs(in: Array("abab".unicodeScalars)) == [0..<1, 2..<4])
        #expect(NamePattern("*ab").runs(in: Array("abab".unicodeScalars)) == [0..<2])
        #expect(NamePattern("**").runs(in: Array("ab".unicodeScalars)) == [0..<0, 0..<2])
        #expect(NamePattern("a*b").runs(in: Array("ac".unicodeScalars)) == nil)
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
