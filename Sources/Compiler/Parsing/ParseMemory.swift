internal import Diagnostics
internal import Jinja
internal import ProjectModel
internal import Synchronization

/// What the parse phase need not do twice: thousands of tests have a handful of texts, and most names of schemas follow
/// from a handful of custom names. Shared by the threads of one parse.
final class ParseMemory: Sendable {
    private struct TemplateKey: Hashable {
        var path: String
        var bytes: [UInt8]
        var isNative: Bool
    }

    /// A call of a naming macro whose result depends on nothing else.
    struct NamingKey: Hashable {
        var macro: UniqueID
        var custom: String?
        var package: String
    }

    private let templates = Mutex<[TemplateKey: Template]>([:])
    private let names = Mutex<[NamingKey: String]>([:])

    /// The compiled template of a text that many nodes have.
    func template(_ source: SourceText, environment: Environment, mode: Template.Mode = .text) throws(TemplateError)
        -> Template
    {
        let key = TemplateKey(path: source.path, bytes: source.bytes, isNative: mode == .native)
        if let known = templates.withLock({ $0[key] }) { return known }
        let template = try Template(source, environment: environment, mode: mode)
        templates.withLock { $0[key] = template }
        return template
    }

    func name(_ key: NamingKey, _ make: () throws(Diagnostic) -> String) throws(Diagnostic) -> String {
        if let known = names.withLock({ $0[key] }) { return known }
        let name = try make()
        names.withLock { $0[key] = name }
        return name
    }
}
