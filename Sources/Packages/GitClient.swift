internal import Diagnostics
internal import Events
internal import Platform

/// The `git` executable, for packages that are repositories.
///
/// Source: dbt-core 1.11, dbt/clients/git.py: shallow clones, tags before branches.
struct GitClient {
    let log: EventLog
    let environment: Environment
    private let files = RealFiles()

    /// A repository at some revision.
    struct Checkout {
        /// Of the package: the subdirectory where there is one.
        var directory: String
        var commit: String
    }

    /// Clones `url` to `directory`, which must not exist, and checks `revision` out.
    /// - Throws: git's message; or a refusal when git would take an argument for an option or run a program.
    func checkOut(
        _ url: String, revision: String, subdirectory: String?, to directory: String
    ) throws(Diagnostic) -> Checkout {
        try Self.check(url, revision, subdirectory)
        var clone = ["clone", "--depth", "1"]
        if let subdirectory {
            log.debug(.gitSparseCheckout(subdirectory))
            clone += ["--filter=blob:none", "--sparse"]
        }
        clone += ["--", url, Path.name(directory)]
        try run(clone, in: Path.directory(directory), url, spec: "None")
        if let subdirectory {
            try run(["sparse-checkout", "set", "--", subdirectory], in: directory, url, spec: "None")
        }
        log.debug(.gitPulling(Path.name(directory)))
        log.debug(.gitCheckingOut(revision))
        try fetch(revision, in: directory, url)
        let commit = try run(["rev-parse", "HEAD"], in: directory, url, spec: revision)
        log.debug(.gitCheckedOut(String(commit.prefix(7))))
        return Checkout(directory: subdirectory.map { Path.join(directory, $0) } ?? directory, commit: commit)
    }

    private func fetch(_ revision: String, in directory: String, _ url: String) throws(Diagnostic) {
        let fetch = ["fetch", "origin", "--depth", "1"]
        if Self.isCommit(revision) {
            try run(fetch + [revision], in: directory, url, spec: revision)
            try run(["reset", "--hard", revision, "--"], in: directory, url, spec: revision)
            return
        }
        try run(["remote", "set-branches", "origin", revision], in: directory, url, spec: revision)
        try run(fetch + ["--tags", revision], in: directory, url, spec: revision)
        let tags = try run(["tag", "--list"], in: directory, url, spec: revision).split(separator: "\n")
        let place = tags.contains(revision[...]) ? "tags/\(revision)" : "origin/\(revision)"
        try run(["reset", "--hard", place, "--"], in: directory, url, spec: revision)
    }

    static func isCommit(_ revision: String) -> Bool {
        revision.utf8.count == 40 && revision.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }

    private static func check(_ url: String, _ revision: String, _ subdirectory: String?) throws(Diagnostic) {
        for (value, what) in [(url, "address"), (revision, "revision"), (subdirectory ?? "", "subdirectory")]
        where value.hasPrefix("-") {
            throw Diagnostic(
                .packageUnsafe, "The \(what) '\(value)' of a git package looks like an option of git", family: .runtime,
                hint: "an address, revision or subdirectory must not begin with -")
        }
        if let transport = ["ext::", "fd::"].first(where: { url.lowercased().hasPrefix($0) }) {
            throw Diagnostic(
                .packageUnsafe, "The git package '\(url)' uses the transport \(transport), which may run any program",
                family: .runtime)
        }
        if let subdirectory, Path.isAbsolute(subdirectory) || Path.components(subdirectory).contains("..") {
            throw Diagnostic(
                .packageUnsafe, "The subdirectory '\(subdirectory)' of \(url) leads out of the repository",
                family: .runtime)
        }
    }

    /// Runs git and gives what it prints, without the last newline.
    @discardableResult
    private func run(
        _ arguments: [String], in directory: String, _ url: String, spec: String
    ) throws(Diagnostic) -> String {
        var variables = environment.variables
        variables["LC_ALL"] = "C"
        // git reads them from whoever started us, a hook for instance; they would lead it to another repository.
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] { variables[name] = nil }
        let result: Subprocess.Result
        do throws(FileError) {
            result = try Subprocess("git", arguments, environment: variables, directory: directory).run()
        } catch {
            throw Diagnostic(
                .packageUnreachable, "git cannot be started: \(error.reason)", family: .runtime,
                hint: "install git; packages that are repositories need it")
        }
        guard result.isSuccess else {
            throw Diagnostic(
                .packageUnreachable,
                "Error checking out spec='\(spec)' for repo \(url)\n\(result.errorText.trimmed)", family: .internal)
        }
        return result.outputText.trimmed
    }
}

extension String {
    /// Without white space at both ends.
    fileprivate var trimmed: String {
        var text = self[...]
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text.drop { $0.isWhitespace })
    }
}
