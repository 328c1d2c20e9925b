internal import Diagnostics
internal import Formats
internal import Platform
public import ProjectLoading
internal import ProjectModel

/// What a saved parse depends on besides the files of resources.
///
/// Source: dbt-core 1.11, partial parsing: each part that differs has its own message.
public struct ParseFingerprint: Sendable, Equatable {
    /// This program and the place of the project.
    var program: UInt64
    /// `--vars`, `--profile` and `--target`.
    var variables: UInt64
    /// How the database is reached, without the password.
    var profile: UInt64
    /// The project files by project name, the root first.
    var projects: [(name: String, checksum: UInt64)]

    /// - Parameter program: the version of Martlet, and what tells one build from another.
    public init(_ project: LoadedProject, options: ProjectOptions, program: [String]) {
        self.program = Self.checksum(program + [options.projectDirectory])
        variables = Self.checksum([
            JSON.text(.mapping(options.variables)), options.profileName ?? "", options.targetName ?? "",
        ])
        profile = Self.checksum([JSON.text(.mapping(project.profile.target))])
        projects = project.packages.enumerated().map { position, package in
            var texts = [package.projectFile.string]
            if position == 0, let selectors = project.selectors { texts.append(selectors.text.string) }
            return (package.name, Self.checksum(texts))
        }
    }

    /// Why a parse with the fingerprint `saved` cannot be used, in dbt's words; nil when it can.
    func difference(from saved: ParseFingerprint) -> String? {
        if program != saved.program { return "of a version mismatch" }
        if variables != saved.variables { return "config vars, config profile, or config target have changed" }
        if profile != saved.profile { return "profile has changed" }
        let known = Set(saved.projects.map(\.name))
        if projects.contains(where: { !known.contains($0.name) }) { return "a project dependency has been added" }
        if self != saved { return "a project config has changed" }
        return nil
    }

    private static func checksum(_ texts: [String]) -> UInt64 {
        var bytes = ByteWriter()
        for text in texts { bytes.text(text) }
        return Hash.checksum(bytes.bytes)
    }

    public static func == (left: ParseFingerprint, right: ParseFingerprint) -> Bool {
        left.program == right.program && left.variables == right.variables && left.profile == right.profile
            && left.projects.elementsEqual(right.projects) { $0 == $1 }
    }

}

extension ParseFingerprint {
    func encode(to bytes: inout ByteWriter) {
        for word in [program, variables, profile] { bytes.word(word) }
        bytes.number(projects.count)
        for (name, checksum) in projects {
            bytes.text(name)
            bytes.word(checksum)
        }
    }

    init(_ reader: inout ByteReader) {
        program = reader.word()
        variables = reader.word()
        profile = reader.word()
        projects = []
        for _ in 0..<reader.count() where !reader.isDamaged { projects.append((reader.text(), reader.word())) }
    }
}
