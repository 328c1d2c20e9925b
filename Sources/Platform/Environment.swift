internal import Glibc

/// The environment variables as they were at one moment.
public struct Environment: Sendable, Hashable {
    public var variables: [String: String]

    public init(_ variables: [String: String] = [:]) { self.variables = variables }

    public subscript(name: String) -> String? { variables[name] }

    /// What this process was started with.
    public static func current() -> Environment {
        var variables: [String: String] = [:]
        var entry = unsafe environ
        while let text = unsafe entry.pointee {
            let line = unsafe String(cString: text)
            if let sign = line.utf8.firstIndex(of: UInt8(ascii: "=")) {
                let name = String(line[..<sign])
                if variables[name] == nil { variables[name] = String(line[line.utf8.index(after: sign)...]) }
            }
            unsafe entry += 1
        }
        return Environment(variables)
    }

    /// `HOME`, or what the system's user table says.
    public var homeDirectory: String? {
        if let home = variables["HOME"], !home.isEmpty { return home }
        guard let user = unsafe getpwuid(getuid()), let home = unsafe user.pointee.pw_dir else { return nil }
        return unsafe String(cString: home)
    }

    /// The executable that the shell would start for `name`: a path, or the first match in `PATH`.
    public func findExecutable(_ name: String) -> String? {
        if name.utf8.contains(UInt8(ascii: "/")) { return unsafe access(name, X_OK) == 0 ? name : nil }
        let folders = (variables["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
        return folders.lazy.map { Path.join(String($0), name) }
            .first { path in unsafe access(path, X_OK) == 0 && RealFiles().isFile(path) }
    }
}
