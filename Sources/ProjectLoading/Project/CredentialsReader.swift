internal import Diagnostics
internal import Formats
internal import ProjectModel

/// Turns the rendered keys of an output into `Credentials`.
///
/// An error's first note is the key at fault, for whoever knows the key's place.
struct CredentialsReader {
    var values: DataMapping

    func read(profile: String, target: String) throws(Diagnostic) -> Credentials {
        do throws(Diagnostic) {
            return try credentials(profile, target)
        } catch {
            guard error.family != .runtime else { throw error }
            var error = error
            error.message = "Credentials in profile \"\(profile)\", target \"\(target)\" invalid: \(error.message)"
            throw error
        }
    }

    private func credentials(_ profile: String, _ target: String) throws(Diagnostic) -> Credentials {
        guard let type = values["type"] else {
            throw Diagnostic(
                .profileInvalid, "required field \"type\" not found in profile \(profile) and target \(target)",
                family: .runtime)
        }
        guard type == "postgres" else {
            throw failure(
                "Runtime Error\n  Could not find adapter type \(type.pythonText)!", "type",
                hint: "this program talks to PostgreSQL only: `type: postgres`")
        }
        let reader = CredentialsReader(values: try canonical())
        var result = Credentials(
            host: try reader.text("host"), port: try reader.number("port") ?? 0, user: try reader.text("user"),
            password: try reader.text("password"), database: try reader.text("database"),
            schema: try reader.text("schema"))
        result.connectTimeout = try reader.number("connect_timeout", 10) ?? 10
        result.role = try reader.optionalText("role")
        result.searchPath = try reader.optionalText("search_path")
        result.keepalivesIdle = try reader.number("keepalives_idle", 0) ?? 0
        result.sslMode = try reader.optionalText("sslmode")
        result.sslCertificate = try reader.optionalText("sslcert")
        result.sslKey = try reader.optionalText("sslkey")
        result.sslRootCertificate = try reader.optionalText("sslrootcert")
        result.applicationName = try reader.optionalText("application_name") ?? "dbt"
        result.retries = try reader.number("retries", 1) ?? 1
        if let flag = reader.values["autocommit"], !flag.isNull {
            guard let autocommit = flag.bool else { throw reader.noSchema("autocommit", flag) }
            result.autocommit = autocommit
        }
        guard (0...65_535).contains(result.port) else {
            let bound = result.port < 0 ? "less than the minimum of 0" : "greater than the maximum of 65535"
            throw reader.failure("\(result.port) is \(bound)", "port")
        }
        return result
    }

    /// The values under their canonical names: `pass` is `password`, `dbname` is `database`.
    private func canonical() throws(Diagnostic) -> DataMapping {
        var result: DataMapping = [:]
        for (key, value) in values {
            let name = key == "pass" ? "password" : key == "dbname" ? "database" : key
            if result[name] != nil {
                let keys = values.keys.filter {
                    $0 == key || $0 == name || name == "database" && $0 == "dbname"
                        || name == "password" && $0 == "pass"
                }
                throw failure("Got duplicate keys: (\(keys.joined(separator: ", "))) all map to \"\(name)\"", key)
            }
            result[name] = value
        }
        return result
    }

    private func text(_ key: String) throws(Diagnostic) -> String {
        guard let value = values[key] else { throw failure("'\(key)' is a required property", key) }
        guard let text = value.string else {
            let isNumber = value.int != nil
            throw failure(
                "\(value.pythonRepr) is not of type 'string'", key,
                hint: isNumber ? "put it in quotes: `\(key): \"\(value.pythonText)\"`" : nil)
        }
        return text
    }

    private func optionalText(_ key: String) throws(Diagnostic) -> String? {
        guard let value = values[key], !value.isNull else { return nil }
        guard let text = value.string else { throw noSchema(key, value) }
        return text
    }

    /// - Parameter standard: what holds when the key is missing; nil when it is required.
    private func number(_ key: String, _ standard: Int? = nil) throws(Diagnostic) -> Int? {
        guard let value = values[key] else {
            if standard != nil { return standard }
            throw failure("'\(key)' is a required property", key)
        }
        if value.isNull, standard != nil { return standard }
        guard let number = value.int else {
            let isText = value.string.flatMap { Int($0) } != nil
            throw failure(
                "\(value.pythonRepr) is not of type 'integer'", key,
                hint: isText ? "let the template give a number: `{{ env_var('…') | int }}`" : nil)
        }
        return number
    }

    private func noSchema(_ key: String, _ value: DataValue) -> Diagnostic {
        failure("\(value.pythonRepr) is not valid under any of the given schemas", key)
    }

    private func failure(_ message: String, _ key: String, hint: String? = nil) -> Diagnostic {
        Diagnostic(.profileInvalid, message, family: .parsing, notes: [key], hint: hint)
    }
}
