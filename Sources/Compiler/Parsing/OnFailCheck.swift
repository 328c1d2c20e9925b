internal import Diagnostics
internal import Formats
internal import ProjectLoading
internal import ProjectModel

/// Refuses values of `on_fail` that mean nothing: dbt does not know the key and would take any.
struct OnFailCheck {
    /// A text that may set the key, and where in it to look for it.
    typealias Candidate = (source: SourceText, start: Int)

    /// - Parameters:
    ///   - label: how errors call the test.
    ///   - candidates: the texts that may set the key, the most likely first.
    /// - Throws: `config-on-fail-invalid`, at the key where it is found.
    static func check(_ config: NodeConfig, of label: String, in candidates: [Candidate]) throws(Diagnostic) {
        guard let value = config["on_fail"], !value.isNull, config.onFail == nil else { return }
        let words = OnFail.allCases.map(\.rawValue)
        var error = Diagnostic(
            .configOnFailInvalid, "on_fail must be one of \(words.joined(separator: ", ")), got \(value.pythonRepr)",
            family: .parsing, subject: label)
        error.hint = value.string.flatMap { Suggestion.hint(for: $0, in: words) }
        throw place(error, at: "on_fail", in: candidates)
    }

    /// The error with the place of the key that it is about, where that is found.
    static func place(_ error: Diagnostic, at key: String, in candidates: [Candidate]) -> Diagnostic {
        var error = error
        for (source, start) in candidates {
            guard let range = source.firstRange(ofWord: key, from: start) else { continue }
            error.source = source
            error.range = range
            break
        }
        return error
    }
}

extension NodeParser {
    /// - Throws: when the `on_fail` of a test means nothing.
    func checkOnFail(_ node: Node, _ draft: Draft) throws(Diagnostic) {
        guard node.resourceType == .test, node.config["on_fail"] != nil else { return }
        try OnFailCheck.check(node.config, of: node.label, in: candidates(for: "on_fail", of: node, draft))
    }

    /// The texts that may set a key of a node's configuration, the most likely first.
    func candidates(for key: String, of node: Node, _ draft: Draft) -> [OnFailCheck.Candidate] {
        var candidates: [OnFailCheck.Candidate] = []
        if let place = draft.place, draft.calls[key] != nil {
            candidates.append((place.file.text, place.range.start))
        }
        if node.genericTest == nil, let code = draft.code { candidates.append((code, 0)) }
        if let place = draft.properties?.place { candidates.append((place.file.text, place.range.start)) }
        return candidates + compilation.project.configTexts(of: node.packageName)
    }
}

extension LoadedProject {
    /// The `dbt_project.yml` of a package and that of the root project.
    func configTexts(of package: String) -> [OnFailCheck.Candidate] {
        packages.filter { $0.name == package || $0.name == root.name }.reversed().map { ($0.projectFile, 0) }
    }
}

extension Diagnostic.Code {
    /// The `on_fail` of a test is none of its four words.
    static let configOnFailInvalid = Self(rawValue: "config-on-fail-invalid")
}
