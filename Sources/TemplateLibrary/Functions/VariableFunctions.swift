internal import Diagnostics
public import Formats
public import Jinja

/// `var(name, default)` and `env_var(name, default)`.
enum VariableFunctions {
    static func variable(_ host: any TemplateHost) -> Value {
        let signature = Signature("__call__", required: ["var_name"], optional: ["default"])
        let hasVariable = Value.function("has_var") { arguments, _ throws(TemplateError) in
            let name = try Signature("has_var", required: ["var_name"]).bind(arguments)[0] ?? .null
            guard let name = name.string else { return .bool(false) }
            return .bool(host.hasVariable(name))
        }
        return .object(
            FunctionObject("var", attributes: ["has_var": hasVariable]) { arguments, renderer throws(TemplateError) in
                let bound = try signature.bind(arguments)
                let name = try (bound[0] ?? .null).str().string
                if bound[0]?.text != nil, host.hasVariable(name), let value = host.variable(name) {
                    guard case .string(let text) = value else { return Value(value) }
                    return .string(try renderer.render(dbt: text))
                }
                if let standard = bound[1] { return standard }
                return try host.missingVariable(name)
            })
    }

    static func environmentVariable(_ host: any TemplateHost) -> Value {
        let signature = Signature("env_var", required: ["var"], optional: ["default"])
        return .function("env_var") { arguments, _ throws(TemplateError) in
            let bound = try signature.bind(arguments)
            guard let name = bound[0]?.string else {
                throw TemplateError(.attribute, "'\(bound[0]?.typeName ?? "")' object has no attribute 'startswith'")
            }
            if name.hasPrefix("DBT_ENV_SECRET"), host.allowsSecrets {
                if let value = host.secret(name) { return value }
            } else if name.hasPrefix("DBT_ENV_SECRET") {
                throw TemplateError(
                    Diagnostic(
                        .secretEnvVarLocation,
                        "Secret env vars are allowed only in profiles.yml or packages.yml. Found '\(name)' referenced "
                            + "elsewhere.",
                        family: .parsing))
            }
            let standard = bound[1].given
            if let value = host.environmentVariable(name, usesDefault: standard != nil) { return .string(value) }
            if let standard { return standard }
            throw TemplateError(
                Diagnostic(
                    .envVarMissing, "Env var required but not provided: '\(name)'", family: .parsing,
                    hint: "set \(name) in the environment, or give env_var a default"))
        }
    }
}

extension TemplateError {
    /// dbt's error of `var` for a name without a value, with all variables that its owner sees.
    ///
    /// The owner is the name of the node that is rendered, `<Configuration>` outside of nodes.
    public static func missingVariable(_ name: String, owner: String, variables: DataMapping) -> TemplateError {
        let supplied = JSON.text(.mapping(variables), indent: 4, sortKeys: true)
        return TemplateError(
            Diagnostic(
                .varNotFound, "Required var '\(name)' not found in config:\nVars supplied to \(owner) = \(supplied)",
                hint: "define \(name) under vars in dbt_project.yml, pass it with --vars, or give var a default"))
    }
}
