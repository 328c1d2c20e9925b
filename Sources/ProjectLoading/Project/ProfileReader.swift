internal import Diagnostics
internal import Formats
internal import ProjectModel

/// Finds the profile and target that a command uses in `profiles.yml` and turns them into a `Profile`.
///
/// Source: dbt-core 1.11, profiles.yml (postgres); the messages are dbt-core 1.11's.
struct ProfileReader {
    /// Nil when there is no profiles.yml.
    let source: SourceText?
    let options: ProjectOptions
    /// Renders with access to secrets.
    let renderer: ValueRenderer

    /// - Parameters:
    ///   - projectProfile: `profile:` of the project, rendered; the command line wins.
    ///   - projectName: what the embedded server's database is called.
    func read(projectProfile: String?, projectName: String) throws(Diagnostic) -> Profile {
        do throws(Diagnostic) {
            return try find(projectProfile, projectName)
        } catch { throw PasswordMask.hiding(error) }
    }

    private func find(_ projectProfile: String?, _ projectName: String) throws(Diagnostic) -> Profile {
        if source == nil, options.usesEmbeddedServer {
            return .embedded(
                project: projectName, name: options.profileName ?? projectProfile ?? projectName,
                target: options.targetName ?? "dev", schema: nil, threads: options.threads ?? options.embeddedThreads)
        }
        guard let name = options.profileName ?? projectProfile else { throw noProfile }
        guard let profile = try root()?[name] else { throw missing(name) }
        guard profile.dataValue.isTruthy else {
            throw failure(
                """

                dbt encountered an error while trying to read your profiles.yml file.

                Profile \(name) in profiles.yml is empty

                """, profile)
        }
        let target = try targetName(profile)
        let output = try output(profile, name, target)
        var values = try renderedOutput(output)
        let hasThreads = values["threads"] != nil
        let threads = try threads(values.removeValue(forKey: "threads"), output)
        if values["embedded"] == true {
            return .embedded(
                project: projectName, name: name, target: target, schema: values["schema"]?.string,
                threads: hasThreads ? threads : options.threads ?? options.embeddedThreads)
        }
        let credentials: Credentials
        do throws(Diagnostic) {
            credentials = try CredentialsReader(values: values).read(profile: name, target: target)
        } catch {
            let isSecret = ["password", "pass"].contains(error.notes.first)
            throw Diagnostic(
                error.code,
                isSecret
                    ? "Credentials in profile \"\(name)\", target \"\(target)\" invalid: ***** is not of type 'string'"
                    : error.message,
                family: .runtime, at: (error.notes.first.flatMap { output[$0] } ?? output).range,
                in: source, hint: error.hint)
        }
        var result = Profile(name: name, targetName: target, credentials: credentials, threads: threads)
        result.assumesTarget = options.targetName == nil && profile["target"] == nil
        return result
    }

    private func root() throws(Diagnostic) -> YAMLNode? {
        guard let source else { return nil }
        do throws(Diagnostic) {
            let root = try YAML.parse(source)
            guard let root, root.dataValue.isTruthy else {
                throw failure(
                    """

                    dbt encountered an error while trying to read your profiles.yml file.

                    The profiles.yml file at \(options.profilesDirectory)/profiles.yml is empty

                    """, nil)
            }
            return root
        } catch {
            var error = error
            error.family = .runtime
            throw error
        }
    }

    private func targetName(_ profile: YAMLNode) throws(Diagnostic) -> String {
        if let target = options.targetName { return target }
        guard let source, let node = profile["target"] else { return "default" }
        return try renderer.render(node, in: source) { _ in true }.pythonText
    }

    private func output(_ profile: YAMLNode, _ name: String, _ target: String) throws(Diagnostic) -> YAMLNode {
        guard let outputs = profile["outputs"] else {
            throw failure("outputs not specified in profile '\(name)'", profile)
        }
        guard let output = outputs[target] else {
            let names = (outputs.entries ?? []).map(\.name)
            var error = failure(
                "The profile '\(name)' does not have a target named '\(target)'. The valid target names for this profile are:\n\(names.map { " - \($0)" }.joined(separator: "\n"))",
                profile["target"] ?? outputs, .targetMissing)
            error.hint = Suggestion.hint(for: target, in: names)
            throw error
        }
        guard output.entries != nil else {
            throw failure("output '\(target)' of profile '\(name)' is misconfigured in profiles.yml", output)
        }
        return output
    }

    /// The values of the output; a password that is no valid template stays as it is written.
    private func renderedOutput(_ output: YAMLNode) throws(Diagnostic) -> DataMapping {
        guard let source else { return [:] }
        var values: DataMapping = [:]
        for entry in output.entries ?? [] {
            do throws(Diagnostic) {
                values[entry.name] = try renderer.render(entry.value, in: source) { _ in true }
            } catch {
                if entry.name == "password" {
                    values[entry.name] = entry.value.dataValue
                    continue
                }
                guard error.family == .compilation else { throw error }
                var error = error
                error.message = "\(error.family.rawValue)\n  \(error.message)"
                error.family = .runtime
                throw error
            }
        }
        return values
    }

    private func threads(_ value: DataValue?, _ output: YAMLNode) throws(Diagnostic) -> Int {
        if let threads = options.threads { return threads }
        guard let value else { return 1 }
        guard let threads = value.int else {
            throw failure("at path ['threads']: \(value.pythonRepr) is not of type 'integer'", output["threads"])
        }
        return threads
    }

    // MARK: Messages

    private func missing(_ name: String) -> Diagnostic {
        let names = (try? root())??.entries?.map(\.name) ?? []
        let hint =
            source == nil
            ? "there is no profiles.yml in \(options.profilesDirectory)"
            : Suggestion.hint(for: name, in: names) ?? "profiles.yml has: \(names.joined(separator: ", "))"
        return Diagnostic(
            .profileMissing, "Could not find profile named '\(name)'", family: .runtime, in: source, hint: hint)
    }

    private var noProfile: Diagnostic {
        Diagnostic(
            .profileMissing,
            """
            dbt cannot run because no profile was specified for this dbt project.
            To specify a profile for this project, add a line like the this to
            your dbt_project.yml file:

            profile: [profile name]

            Here, [profile name] should be replaced with a profile name
            defined in your profiles.yml file. You can find profiles.yml here:

            \(options.profilesDirectory)/profiles.yml

            """, family: .runtime)
    }

    private func failure(
        _ message: String, _ node: YAMLNode?, _ code: Diagnostic.Code = .profileInvalid
    ) -> Diagnostic {
        Diagnostic(code, message, family: .runtime, at: node?.range, in: source)
    }
}
