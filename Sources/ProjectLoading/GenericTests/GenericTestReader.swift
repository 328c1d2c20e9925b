internal import Diagnostics
internal import Formats
internal import ProjectModel

/// Turns one entry of `data_tests:` into a declaration.
///
/// Source: dbt-core 1.11, TestBuilder (dbt/parser/generic_test_builders.py).
struct GenericTestReader {
    /// What the entry is attached to and where it stands.
    struct Site {
        var target: TestDeclaration.Target
        var place: PropertyPlace
        var columnName: String?
        /// Tags of the column, or of source, table and column.
        var tags: [String]
        /// `models.orders` or `sources.shop`.
        var fileKeyName: String
    }

    /// Keys of an entry that configure the test; at the top level they are deprecated.
    static let configKeys = [
        "severity", "tags", "enabled", "where", "limit", "warn_if", "error_if", "fail_calc", "store_failures",
        "store_failures_as", "meta", "database", "schema", "alias",
    ]

    /// Renders a template that stands in the given place of a yml file to a native value.
    let render: (String, PropertyPlace) throws(Diagnostic) -> DataValue
    /// `require_generic_test_arguments_property`: arguments may stand below `arguments:`.
    let hasArgumentsProperty: Bool

    func read(_ entry: DataValue, at site: Site, warnings: inout [Diagnostic]) throws(Diagnostic) -> TestDeclaration {
        do throws(Diagnostic) {
            return try declaration(entry, site, &warnings)
        } catch {
            let isParsing = error.family == .parsing
            let context = "\n\t@: \(Self.shortened(site.description))"
            let path = site.place.file.originalPath
            throw Diagnostic(
                error.code,
                isParsing
                    ? "Invalid test config given in \(path):\n\t\(error.message)\(context)"
                    : "Invalid generic test configuration given in \(path): \n\(error.message)\(context)",
                family: error.family, at: error.range ?? site.place.range,
                in: error.source ?? site.place.file.text, hint: error.hint)
        }
    }

    private func declaration(
        _ entry: DataValue, _ site: Site, _ warnings: inout [Diagnostic]
    ) throws(Diagnostic) -> TestDeclaration {
        var (fullName, arguments) = try nameAndArguments(entry, site)
        if let column = site.columnName { arguments["column_name"] = .string(column) }
        if hasArgumentsProperty {
            moveArguments(&arguments, fullName, site, &warnings)
        } else if let given = arguments["arguments"] {
            warnings.append(
                Diagnostic(
                    .argumentsPropertyUnused,
                    "Found `arguments` property in test definition of `\(fullName)` (\(given.pythonText)) without usage of `require_generic_test_arguments_property` behavior change flag. The `arguments` property is deprecated for custom usage and will be used to nest keyword arguments in future versions of dbt.",
                    severity: .warning, at: site.place.range, in: site.place.file.text))
        }
        if arguments["model"] != nil {
            throw failure("Test arguments include \"model\", which is a reserved argument")
        }
        arguments["model"] = .string("{{ get_where_subquery(\(site.target.call)) }}")
        let (namespace, name) = try splitName(fullName)
        var config = try self.config(&arguments, site.place)
        let description = arguments.removeValue(forKey: "description")?.pythonText ?? ""
        let names: (file: String, node: String)
        if let given = arguments.removeValue(forKey: "name") {
            guard let text = given.string else {
                throw failure("test name must be a string, got \(given.pythonText)", family: .parsing)
            }
            names = (text, text)
        } else {
            let isSource = if case .source = site.target { true } else { false }
            let test = (namespace.map { "\($0)_" } ?? "") + (isSource ? "source_" : "") + name
            let made = GenericTestName(test: test, target: site.target.nameInTest, arguments: arguments)
            names = (made.short, made.full)
            if made.short != made.full, config["alias"] == nil { config["alias"] = .string(made.short) }
        }
        let hash = GenericTestName.hash(name: names.node, test: name, namespace: namespace, arguments: arguments)
        let file = site.place.file
        return TestDeclaration(
            target: site.target, place: site.place, testName: name, namespace: namespace, arguments: arguments,
            columnName: site.columnName, description: description, config: config,
            tags: Array(Set(site.tags + (try tags(config)))).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) },
            fileKeyName: site.fileKeyName, name: names.node, path: "\(names.file).sql",
            uniqueID: "test.\(file.packageName).\(names.node).\(hash)", fqn: file.testFQN(names.node),
            rawCode: "{{ \(namespace.map { "\($0)." } ?? "")test_\(name)(**_dbt_generic_test_kwargs) }}"
                + Self.configCall(config))
    }

    // MARK: The forms of an entry

    private func nameAndArguments(
        _ entry: DataValue, _ site: Site
    ) throws(Diagnostic) -> (name: String, arguments: DataMapping) {
        if let name = entry.string { return (name, [:]) }
        guard var entries = entry.mapping else {
            throw failure(
                "test must be dict or str, got \(Self.typeName(entry)) (value \(entry.pythonText))", family: .parsing)
        }
        if let name = entries.removeValue(forKey: "test_name") {
            guard let text = name.string else {
                throw failure(
                    "test name must be a str, got \(Self.typeName(name)) (value \(name.pythonText))", family: .parsing)
            }
            return (text, entries)
        }
        guard entries.count == 1, let (name, value) = entries.elements.first.map({ ($0.key, $0.value) }) else {
            let pairs = entries.map { "('\($0.key)', \($0.value.pythonRepr))" }.joined(separator: ", ")
            throw failure(
                "test definition dictionary must have exactly one key, got [\(pairs)] instead (\(entries.count) keys)",
                family: .parsing)
        }
        guard let arguments = value.mapping else {
            throw failure(
                "test arguments must be a dict, got \(Self.typeName(value)) (value \(value.pythonText))",
                family: .parsing,
                hint: "write `- \(name)` without a colon, or put its arguments below it")
        }
        return (name, arguments)
    }

    /// Moves what stands below `arguments:` up to the other arguments, and warns of the old places.
    private func moveArguments(
        _ arguments: inout DataMapping, _ test: String, _ site: Site, _ warnings: inout [Diagnostic]
    ) {
        let nested = arguments.removeValue(forKey: "arguments") ?? .mapping([:])
        let path = site.place.file.originalPath
        for key in arguments.keys where Self.configKeys.contains(key) {
            warnings.append(
                Diagnostic(
                    .propertyMovedToConfig,
                    "Found `\(key)` as a top-level property of `data_tests.\(test).\(key)` in file `\(path)`. The `\(key)` top-level property should be moved into the `config` of `data_tests.\(test).\(key)`.",
                    severity: .warning, at: site.place.range, in: site.place.file.text))
        }
        let known = ["config", "column_name", "description", "name"] + Self.configKeys
        if !nested.isTruthy, arguments.keys.contains(where: { !known.contains($0) }) {
            warnings.append(
                Diagnostic(
                    .missingArgumentsProperty,
                    "Found top-level arguments to test `\(test)` defined on '\(site.target.resourceName)' in package '\(site.place.file.packageName)' (\(path)). Arguments to generic tests should be nested under the `arguments` property.",
                    severity: .warning, at: site.place.range, in: site.place.file.text))
        }
        for (key, value) in nested.mapping ?? [:] { arguments[key] = value }
    }

    /// The namespace and name of `dbt_utils.unique_combination`.
    private func splitName(_ text: String) throws(Diagnostic) -> (namespace: String?, name: String) {
        func identifier(_ bytes: Substring.UTF8View) -> Substring.UTF8View? {
            guard let first = bytes.first, !(48...57).contains(first) else { return nil }
            let end = bytes.prefix { byte in
                byte == 95 || (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
            }
            return end.isEmpty ? nil : end
        }
        guard let first = identifier(text[...].utf8) else {
            throw failure("Test name string did not match expected pattern: \(text)")
        }
        let rest = text[first.endIndex...].utf8
        if rest.first == UInt8(ascii: "."), let second = identifier(rest.dropFirst()) {
            return (String(Substring(first)), String(Substring(second)))
        }
        return (nil, String(Substring(first)))
    }

    // MARK: Configuration

    /// Takes the configuration out of the arguments: first the keys that dbt lists, then other keys of `config:`.
    private func config(
        _ arguments: inout DataMapping, _ place: PropertyPlace
    ) throws(Diagnostic) -> DataMapping {
        var nested = arguments["config"]?.mapping
        var values: DataMapping = [:]
        for key in Self.configKeys {
            var value = arguments.removeValue(forKey: key)
            let isGiven = value?.isTruthy ?? false
            if isGiven, nested?[key] != nil {
                throw failure("Test cannot have the same key at the top-level and in config")
            }
            if !isGiven, nested != nil { value = nested?.removeValue(forKey: key) }
            if let value { values[key] = value }
        }
        arguments.removeValue(forKey: "config")
        for (key, value) in nested ?? [:] { values[key] = value }
        var rendered: DataMapping = [:]
        for (key, value) in values {
            let result = if let text = value.string { try render(text, place) } else { value }
            if !result.isNull { rendered[key] = result }
        }
        return rendered
    }

    private func tags(_ config: DataMapping) throws(Diagnostic) -> [String] {
        guard let value = config["tags"] else { return [] }
        if let tag = value.string { return [tag] }
        guard let items = value.list else {
            throw failure("got \(value.pythonText) (\(Self.typeName(value))) for tags, expected a list of strings")
        }
        var tags: [String] = []
        for item in items {
            guard let tag = item.string else {
                throw failure("got \(item.pythonText) (\(Self.typeName(item))) for tag, expected a str")
            }
            tags.append(tag)
        }
        return tags
    }

    /// `{{ config(severity="warn",limit=5) }}`; empty when there is nothing to configure.
    private static func configCall(_ config: DataMapping) -> String {
        guard !config.isEmpty else { return "" }
        let pairs = config.map { key, value in
            guard let text = value.string else { return "\(key)=\(value.pythonText)" }
            guard text.utf8.contains(UInt8(ascii: "\"")) else { return "\(key)=\"\(text)\"" }
            return
                "\(key)=\"\(text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\""))\""
        }
        return "{{ config(\(pairs.joined(separator: ","))) }}"
    }

    // MARK: Messages

    private func failure(
        _ message: String, family: Diagnostic.Family = .compilation, hint: String? = nil
    ) -> Diagnostic {
        Diagnostic(.testInvalid, message, family: family, hint: hint)
    }

    static func typeName(_ value: DataValue) -> String { "<class '\(value.pythonTypeName)'>" }

    private static func shortened(_ text: String) -> String {
        text.unicodeScalars.count < 50 ? text : "\(text.prefix(44))...\(text.suffix(3))"
    }
}

extension GenericTestReader.Site {
    /// How errors call what the test is attached to.
    fileprivate var description: String {
        columnName.map { "\(fileKeyName).\($0)" } ?? fileKeyName
    }
}

extension TestDeclaration.Target {
    /// The call that finds the target: `ref('orders')` or `source('shop', 'orders')`.
    var call: String {
        switch self {
        case .node(let name, nil): "ref('\(name)')"
        case .node(let name, let version?): "ref('\(name)', version='\(version.text)')"
        case .source(let name, let table): "source('\(name)', '\(table)')"
        }
    }

    /// The part of generated names that stands for the target.
    var nameInTest: String {
        switch self {
        case .node(let name, nil): name
        case .node(let name, let version?): "\(name)_v\(version.text)"
        case .source(let name, let table): "\(name)_\(table)"
        }
    }

    /// How warnings call the target.
    var resourceName: String {
        switch self {
        case .node(let name, _): name
        case .source(let name, let table): "\(name)_\(table)"
        }
    }
}
