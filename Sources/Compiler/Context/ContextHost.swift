internal import Diagnostics
internal import Events
internal import Formats
internal import Jinja
internal import Platform
internal import ProjectLoading
internal import TemplateLibrary
internal import Threads

/// What the functions of dbt's base context ask of a render: an object of its own, so that contexts are not kept alive
/// by the functions that they hold.
final class ContextHost: TemplateHost {
    private unowned let context: RenderContext

    init(_ context: RenderContext) { self.context = context }

    private var compilation: Compilation { context.compilation }

    func log(_ message: String, isInfo: Bool) {
        if isInfo {
            compilation.log.fire(.jinjaLogInfo(message, node: nil))
        } else {
            compilation.log.debug(.jinjaLogDebug(message, node: nil))
        }
    }

    func print(_ message: String) {
        if compilation.invocation.settings.prints { compilation.log.fire(.print(message)) }
    }

    func warn(_ message: String) throws(TemplateError) { try context.warn(message) }

    /// The host cannot throw here; a user who wants this deprecation to be an error reads it as a warning.
    func deprecate(_ name: String) {
        if name == "modules-itertools-usage-deprecation" { try? compilation.log.deprecate(.modulesItertoolsUsage) }
    }

    func variable(_ name: String) -> DataValue? { context.variable(name) }

    /// While parsing, a variable without a value is None; later, and where relations are named, it is an error.
    func missingVariable(_ name: String) throws(TemplateError) -> Value {
        if !context.requiresVariables { return .null }
        throw .missingVariable(
            name, owner: context.nodeLabel, variables: compilation.project.variables(in: context.package).all)
    }

    func environmentVariable(_ name: String, usesDefault: Bool) -> String? {
        compilation.environmentUse.record(name)
        return context.environmentVariable(name)
    }

    var invocationID: String { compilation.invocation.id }
    var runStartedAt: Int { compilation.invocation.startedAt.microseconds }
    var threadName: String { Thread.currentName }
}
