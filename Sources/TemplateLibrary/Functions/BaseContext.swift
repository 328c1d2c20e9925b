public import Jinja
internal import Platform

/// The part of dbt's context that needs no project: functions, modules and facts about the invocation.
///
/// Each value is made when it is first asked for. A base context belongs to one thread, like its host.
public final class BaseContext {
    private let host: any TemplateHost
    private var values: [String: Value] = [:]

    /// The names that the context knows, in dbt's order.
    public static let names = [
        "dbt_version", "var", "env_var", "return", "fromjson", "tojson", "fromyaml", "toyaml", "set", "set_strict",
        "zip",
        "zip_strict", "log", "run_started_at", "invocation_id", "thread_id", "modules", "print", "diff_of_two_dicts",
        "local_md5", "exceptions",
    ]

    public init(host: any TemplateHost) {
        self.host = host
    }

    /// The value of `name`, or nil when the context does not have it.
    public func value(named name: String) -> Value? {
        if let value = values[name] { return value }
        guard let value = make(name) else { return nil }
        values[name] = value
        return value
    }

    private func make(_ name: String) -> Value? {
        switch name {
        case "dbt_version": .string(compatibleVersion)
        case "var": VariableFunctions.variable(host)
        case "env_var": VariableFunctions.environmentVariable(host)
        case "return": Self.macroReturn
        case "tojson", "fromjson", "toyaml", "fromyaml": SerializationFunctions.make(name)
        case "set", "set_strict": CollectionFunctions.set(isStrict: name == "set_strict")
        case "zip", "zip_strict": CollectionFunctions.zip(isStrict: name == "zip_strict")
        case "log": log
        case "print": print
        case "run_started_at": .utcDateTime(microseconds: host.runStartedAt)
        case "invocation_id": .string(host.invocationID)
        case "thread_id": .string(host.threadName)
        case "modules": TemplateModules.make(host)
        case "diff_of_two_dicts": CollectionFunctions.difference.named(name)
        case "local_md5": CollectionFunctions.localMD5.named(name)
        case "exceptions": ExceptionFunctions.make(host)
        default: nil
        }
    }

    private static var macroReturn: Value {
        .function("BaseContext._return") { arguments, renderer throws(TemplateError) in
            throw renderer.macroReturn(try Signature("_return", required: ["data"]).bind(arguments)[0] ?? .null)
        }
    }

    private var log: Value {
        let host = host
        return .function("BaseContext.log") { arguments, _ throws(TemplateError) in
            let bound = try Signature("log", required: ["msg"], optional: ["info"]).bind(arguments)
            host.log(try (bound[0] ?? .null).str().string, isInfo: try bound[1]?.isTrue() ?? false)
            return ""
        }
    }

    private var print: Value {
        let host = host
        return .function("BaseContext.print") { arguments, _ throws(TemplateError) in
            host.print(try (Signature("print", required: ["msg"]).bind(arguments)[0] ?? .null).str().string)
            return ""
        }
    }
}
