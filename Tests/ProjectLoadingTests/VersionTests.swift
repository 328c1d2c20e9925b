import Testing

@testable import ProjectLoading

/// What dbt_common 1.37's `semver` module says.
@Suite struct VersionTests {
    private func specifiers(_ texts: [String]) throws -> [VersionSpecifier] {
        try texts.map { try VersionSpecifier($0) }
    }

    @Test(arguments: [
        ([], "ANY"), ([">=1.0.0", "<2.0.0"], ">=1.0.0, <2.0.0"), (["1.0.0"], "=1.0.0, =1.0.0"),
        ([">=1.0.0", "1.1.0"], "=1.1.0, =1.1.0"), ([">1.0.0", ">=1.0.0"], ">1.0.0"), (["<2.0.0", "<=2.0.0"], "<2.0.0"),
        ([">=1.0.0", "<=1.0.0"], ">=1.0.0, <=1.0.0"), ([">0.1.0", "<1.0.0", ">0.5.0"], ">0.5.0, <1.0.0"),
    ])
    func conditionsMakeARange(_ texts: [String], _ range: String) throws {
        #expect(VersionRange(try specifiers(texts))?.text == range)
    }

    @Test(arguments: [
        ["1.0.0", "1.1.0"], [">1.0.0", "1.0.0"], [">1.0.0", "<=1.0.0"], ["<1.0.0", ">2.0.0"], ["<1.0.0", "1.0.0"],
    ])
    func conditionsThatExcludeEachOtherMakeNone(_ texts: [String]) throws {
        #expect(VersionRange(try specifiers(texts)) == nil)
    }

    @Test func theLatestVersionWithinTheRangeIsTaken() throws {
        let all = try specifiers(["1.0.0", "2.0.0-rc1", "1.10.0", "1.9.0", "2.0.0-rc.10", "2.0.0"])
        let below = try #require(VersionRange(try specifiers(["<2.0.0"])))
        // Pre-releases of a limit that is excluded are excluded too.
        #expect(below.latest(of: all)?.version == "1.10.0")
        let stable = VersionRange.installable(all, withPrereleases: false).map(\.version)
        #expect(stable == ["1.0.0", "1.9.0", "1.10.0", "2.0.0"])
        let every = VersionRange.installable(all, withPrereleases: true).map(\.version)
        #expect(every == ["1.0.0", "1.9.0", "1.10.0", "2.0.0-rc.10", "2.0.0-rc1", "2.0.0"])
    }

    @Test(arguments: ["", "1", "1.0", "1.x", "v1.0.0", "1.0.0 ", ">= 1.0.0", "01.0.0", "~1.0.0", "1.0.0-01"])
    func whatIsNoVersionIsRefused(_ text: String) {
        #expect(throws: (any Error).self) { try VersionSpecifier(text) }
    }
}
