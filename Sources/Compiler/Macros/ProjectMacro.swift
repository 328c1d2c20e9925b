public import Diagnostics
internal import Jinja
public import ProjectModel
internal import Synchronization

/// A macro with its template, which is compiled when it is first wanted.
public final class ProjectMacro: Sendable {
    /// The macro as the manifest lists it.
    public let macro: Macro
    /// The block's text; it knows its file and line.
    public let source: SourceText
    private let environment: Environment
    private let compiled = Mutex<Result<Template, TemplateError>?>(nil)

    private let firstArgumentDecides = Mutex<Bool?>(nil)

    init(_ macro: Macro, source: SourceText, environment: Environment) {
        self.macro = macro
        self.source = source
        self.environment = environment
    }

    /// The compiled block.
    /// - Throws: the syntax error of the block.
    func template() throws(TemplateError) -> Template {
        let result = compiled.withLock { compiled in
            if let compiled { return compiled }
            let result: Result<Template, TemplateError>
            do throws(TemplateError) {
                result = .success(try Template(source, environment: environment))
            } catch {
                result = .failure(error)
            }
            compiled = result
            return result
        }
        return try result.get()
    }

    /// The calls that are written in the block.
    ///
    /// What is compiled for this alone is not kept: of the hundreds of built-in macros a command calls a few dozen.
    func calls() throws(TemplateError) -> [StaticCall] {
        if let known = compiled.withLock({ $0 }) { return try known.get().calls }
        return try Template(source, environment: environment).calls
    }

    /// The names of the macro's parameters.
    func parameters() throws(TemplateError) -> [String] { try template().macroParameters.first ?? [] }

    /// Whether the macro's result follows from its first argument and `target` alone: it calls nothing and does not
    /// look at its second parameter, `node`. So is a usual `generate_schema_name`.
    var dependsOnFirstArgumentOnly: Bool {
        firstArgumentDecides.withLock { known in
            if let known { return known }
            let result = decidesByFirstArgument
            known = result
            return result
        }
    }

    private var decidesByFirstArgument: Bool {
        guard let template = try? template(), template.calls.isEmpty,
            template.freeNames.allSatisfy({ $0 == "target" })
        else { return false }
        // The name stands in the signature, and nowhere else.
        return source.string.split { !($0.isLetter || $0.isNumber || $0 == "_") }.count { $0 == "node" } == 1
    }
}
