import Diagnostics
import Events
import Platform
import Testing

@testable import Packages

@Suite struct GitClientTests {
    private let git = GitClient(log: .silent, environment: Environment.current())

    @Test(arguments: [
        ("--upload-pack=touch x", "main", nil), ("ext::sh -c touch% x", "main", nil), ("EXT::sh", "main", nil),
        ("/repository", "--upload-pack=x", nil), ("/repository", "main", "--x"), ("/repository", "main", "../up"),
        ("/repository", "main", "/etc"),
    ])
    func refusesWhatGitWouldTakeForMoreThanItSays(_ url: String, _ revision: String, _ subdirectory: String?) throws {
        let error = #expect(throws: Diagnostic.self) {
            try git.checkOut(url, revision: revision, subdirectory: subdirectory, to: "/nowhere/at/all")
        }
        #expect(error?.code == .packageUnsafe)
    }

    @Test func knowsCommitsByTheirDigits() {
        #expect(GitClient.isCommit(String(repeating: "a1", count: 20)))
        #expect(!GitClient.isCommit(String(repeating: "A1", count: 20)))
        #expect(!GitClient.isCommit("v1.0.0"))
    }
}
