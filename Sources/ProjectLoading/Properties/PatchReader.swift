internal import Diagnostics
internal import Formats
internal import OrderedCollections
internal import ProjectModel

/// Reads an entry of `models:`, `seeds:`, `snapshots:`, `analyses:`, `functions:` or `data_tests:`.
///
/// Source: dbt-core 1.11, the patch parsers of dbt/parser/schemas.py.
struct PatchReader {
    var reader: EntryReader
    let type: ResourceType
    /// `config:` as it was written, and that of each version by its text.
    let unrenderedConfig: DataMapping
    let tests: TestCollector

    /// What an entry gives: one declaration, or one for each version of a model.
    func read(_ result: inout FileProperties) throws(Diagnostic) {
        try reader.check(shape)
        var reader = try normalized()
        let name = try reader.text("name")
        let description = try reader.text("description", default: "")
        let columns = try reader.items("columns")
        var properties = ResourceProperties(type: type, name: name, place: reader.place)
        properties.description = description
        properties.columns = try info(columns)
        properties.config = try reader.mapping("config")
        properties.unrenderedConfig = unrenderedConfig
        properties.constraints = try ColumnReader.constraints(reader, what: "model \(name)", isModelLevel: true)
        properties.relation = type == .snapshot ? try reader.optionalText("relation") : nil
        if type == .model {
            properties.deprecationDate = try deprecationDate(reader)
            properties.timeSpine = try timeSpine(reader, columns)
        }
        if type == .function { properties.function = try function(reader) }
        try addWarnings(reader, &result)
        let versions = type == .model ? try reader.items("versions") : []
        if versions.isEmpty {
            result.patches.append(properties)
            try addTests(reader, columns, .node(name: name, version: nil), &result)
        } else {
            reader.data["versions"] = nil
            try readVersions(versions, of: properties, reader, columns, &result)
        }
    }

    private var shape: ObjectShape {
        switch type {
        case .model: .model
        case .function: .function
        default: .described
        }
    }

    // MARK: One entry

    /// The entry with old names replaced: `tests`, and what belongs below `config:`.
    private func normalized() throws(Diagnostic) -> EntryReader {
        var reader = reader
        for key in ["meta", "docs", "group", "contract", "access"] {
            guard let value = reader.data[key] else { continue }
            var config = try reader.mapping("config")
            guard config[key] == nil else {
                throw reader.failure(
                    "In \(reader.file.originalPath): found \(key) dictionary in 'config' dictionary and as top-level key.\nRemove the top-level key and define it under 'config' dictionary only.",
                    .propertyTwice, [.key(key)])
            }
            config[key] = value
            reader.data[key] = nil
            reader.data["config"] = .mapping(config)
        }
        return reader
    }

    private func info(_ columns: [EntryReader]) throws(Diagnostic) -> Columns {
        var result: Columns = [:]
        for column in columns {
            let info = try ColumnReader.column(column)
            result[info.name] = info
        }
        return result
    }

    /// What dbt reads of an entry of these sections.
    private static let knownKeys = [
        "name", "description", "columns", "config", "constraints", "data_tests", "tests", "docs", "meta", "access",
        "group", "contract", "versions", "latest_version", "deprecation_date", "time_spine", "relation",
        "quote_columns", "arguments", "returns", "freshness", "semantic_model", "metrics", "agg_time_dimension",
        "primary_entity", "derived_semantics", "overrides", "docs_node_color", "tags", "enabled", "alias",
    ]

    private func addWarnings(_ reader: EntryReader, _ result: inout FileProperties) throws(Diagnostic) {
        result.warnings += reader.slips(of: "a \(type.rawValue)", among: Self.knownKeys)
        for column in try reader.items("columns") {
            result.warnings += column.slips(of: "a column", among: ColumnReader.known)
        }
        guard type != .model, type != .test, type != .analysis else { return }
        for key in ["latest_version", "constraints"] where reader.data[key]?.isTruthy ?? false {
            let name = try reader.text("name")
            result.warnings.append(
                reader.warning(
                    "Field \(key) is not valid for \(type.rawValue) (\(name))", .propertyNotForType, [.key(key)]))
        }
    }

    private func deprecationDate(_ reader: EntryReader) throws(Diagnostic) -> String? {
        guard let text = try reader.optionalText("deprecation_date") else { return nil }
        guard let date = DateText.isoDateTime(text) else {
            throw reader.invalid("'\(text)' is not a 'date-time'", [.key("deprecation_date")])
        }
        return date
    }

    private func timeSpine(_ reader: EntryReader, _ columns: [EntryReader]) throws(Diagnostic) -> DataValue {
        guard let spine = try reader.part("time_spine") else { return .null }
        let name = try reader.text("name")
        let standard = try spine.text("standard_granularity_column")
        guard let column = columns.first(where: { $0.data["name"]?.string == standard }) else {
            let names = columns.compactMap { $0.data["name"]?.pythonRepr }.joined(separator: ", ")
            throw spine.failure(
                "Time spine standard granularity column must be defined on the model. Got invalid column name '\(standard)' for model '\(name)'. Valid names: [\(names)].",
                .propertiesInvalid, [.key("standard_granularity_column")])
        }
        if column.data["granularity"]?.string == nil {
            throw column.failure(
                "Time spine standard granularity column must have a granularity defined. Please add one for column '\(standard)' in model '\(name)'.",
                .propertiesInvalid)
        }
        var custom: [DataValue] = []
        for item in try spine.items("custom_granularities") {
            custom.append(
                .mapping([
                    "name": .string(try item.text("name")), "column_name": .text(try item.optionalText("column_name")),
                ]))
        }
        let known = columns.compactMap { $0.data["name"]?.string }
        let unknown = custom.compactMap { $0["column_name"]?.string ?? $0["name"]?.string }.filter {
            !known.contains($0)
        }
        if !unknown.isEmpty {
            let lists = [unknown, known].map { DataValue.strings($0).pythonRepr }
            throw spine.failure(
                "Time spine custom granularity columns do not exist in the model. Columns not found: \(lists[0]); Available columns: \(lists[1])",
                .propertiesInvalid, [.key("custom_granularities")])
        }
        return .mapping(["standard_granularity_column": .string(standard), "custom_granularities": .list(custom)])
    }

    private func function(_ reader: EntryReader) throws(Diagnostic) -> Node.FunctionDetails {
        guard let returns = try reader.part("returns") else { throw reader.invalid("'returns' is a required property") }
        var details = Node.FunctionDetails()
        details.returns = [
            "data_type": .string(try returns.text("data_type")),
            "description": .text(try returns.optionalText("description")),
        ]
        var hasDefault = false
        for argument in try reader.items("arguments") {
            let standard = argument.data["default_value"] ?? .null
            let name = try argument.text("name")
            if hasDefault, standard.isNull {
                throw argument.failure(
                    "Non-defaulted argument '\(name)' of function '\(try reader.text("name"))' comes after a defaulted argument. Non-defaulted arguments cannot come after defaulted arguments. ",
                    .propertiesInvalid)
            }
            hasDefault = hasDefault || !standard.isNull
            details.arguments.append([
                "name": .string(name), "data_type": .string(try argument.text("data_type")),
                "description": .text(try argument.optionalText("description")), "default_value": standard,
            ])
        }
        return details
    }

    // MARK: Tests

    private func addTests(
        _ reader: EntryReader, _ columns: [EntryReader], _ target: TestDeclaration.Target,
        _ result: inout FileProperties
    ) throws(Diagnostic) {
        guard [.model, .seed, .snapshot].contains(type) else { return }
        let quotes = try reader.optionalFlag("quote_columns") ?? false
        let key = "\(reader.section).\(try reader.text("name"))"
        for column in columns {
            try tests.addColumn(column, target, key, quotesColumns: quotes, extraTags: [], &result)
        }
        try tests.add(reader, target, key, columnName: nil, tags: [], &result)
    }

    // MARK: Versions

    private func readVersions(
        _ versions: [EntryReader], of model: ResourceProperties, _ reader: EntryReader, _ columns: [EntryReader],
        _ result: inout FileProperties
    ) throws(Diagnostic) {
        let numbers = try versionNumbers(versions, model.name)
        let latest = try latestVersion(numbers, reader, model.name)
        for (version, number) in zip(versions, numbers) {
            let chosen = try chosenColumns(version, columns)
            var properties = model
            properties.place = version.place
            properties.version = number
            properties.latestVersion = latest
            let file = try version.optionalText("defined_in") ?? "\(model.name)_v\(number.text)"
            properties.fileNames = number == latest ? [file, model.name] : [file]
            let description = try version.text("description", default: "")
            if !description.isEmpty { properties.description = description }
            properties.columns = try info(chosen)
            properties.config = ConfigMerge.deep(model.config, try version.mapping("config"))
            let written = result.unrenderedVersionConfigs[number.text] ?? [:]
            properties.unrenderedConfig = ConfigMerge.deep(model.unrenderedConfig, written)
            let constraints = try ColumnReader.constraints(version, what: "model \(model.name)", isModelLevel: true)
            if !constraints.isEmpty { properties.constraints = constraints }
            properties.deprecationDate = try deprecationDate(version)
            result.patches.append(properties)

            let target = TestDeclaration.Target.node(name: model.name, version: number)
            let quotes = try reader.optionalFlag("quote_columns") ?? false
            let key = "\(reader.section).\(model.name)"
            for column in chosen {
                try tests.addColumn(column, target, key, quotesColumns: quotes, extraTags: [], &result)
            }
            let hasOwn = !(version.data["data_tests"] ?? version.data["tests"] ?? .null).isNull
            try tests.add(hasOwn ? version : reader, target, key, columnName: nil, tags: [], &result)
        }
    }

    private func versionNumbers(_ versions: [EntryReader], _ model: String) throws(Diagnostic) -> [ModelVersion] {
        var numbers: [ModelVersion] = []
        for version in versions {
            guard let value = version.data["v"] else { throw version.invalid("'v' is a required property") }
            guard let number = ModelVersion(value) else { throw version.noSchema(value, "v") }
            if numbers.contains(where: { $0.text == number.text }) {
                throw version.failure(
                    "Found duplicate version: '\(number.text)' in versions list of model '\(model)'",
                    .propertiesInvalid, [.key("v")])
            }
            numbers.append(number)
        }
        return numbers
    }

    private func latestVersion(
        _ numbers: [ModelVersion], _ reader: EntryReader, _ model: String
    ) throws(Diagnostic) -> ModelVersion? {
        guard let value = reader.data["latest_version"], value.isTruthy else {
            return numbers.max { $0.precedes($1) }
        }
        let wanted = ModelVersion(value)
        guard let latest = numbers.first(where: { wanted?.isEqual(to: $0) ?? false }) else {
            let list = (reader.wholeNode["versions"]?.items ?? []).compactMap { $0["v"]?.dataValue.pythonRepr }
            throw reader.failure(
                "latest_version: \(value.pythonText) is not one of model '\(model)' versions: [\(list.joined(separator: ", "))] ",
                .propertiesInvalid, [.key("latest_version")])
        }
        return latest
    }

    /// The columns of a version: those of the model that it includes, then its own.
    private func chosenColumns(
        _ version: EntryReader, _ columns: [EntryReader]
    ) throws(Diagnostic) -> [EntryReader] {
        let items = try version.items("columns")
        let rules = items.filter { $0.data["name"] == nil && ($0.data["include"] != nil || $0.data["exclude"] != nil) }
        if rules.count > 1 {
            throw version.failure("version can have at most one include/exclude element", .propertiesInvalid)
        }
        let rule = rules.first
        let included = rule?.data["include"] ?? "*"
        let excluded = rule?.tags(rule?.data["exclude"]) ?? []
        let includesAll = included == "*" || included == "all"
        let names = included.list?.compactMap(\.string) ?? []
        let base = columns.filter { column in
            guard let name = column.data["name"]?.string else { return true }
            return (includesAll || names.contains(name)) && !excluded.contains(name)
        }
        return base + items.filter { $0.data["name"] != nil || rules.isEmpty }
    }
}

extension ModelVersion {
    init?(_ value: DataValue) {
        switch value {
        case .int(let number): self = .int(number)
        case .float(let number): self = .float(number)
        case .string(let text): self = .text(text)
        case .date(let text): self = .text(text)
        default: return nil
        }
    }

    private var number: Double? {
        switch self {
        case .int(let number): Double(number)
        case .float(let number): number
        case .text(let text): Double(text)
        }
    }

    /// Numbers are compared as such, everything else as text.
    func precedes(_ other: ModelVersion) -> Bool {
        if let left = number, let right = other.number { return left < right }
        return text < other.text
    }

    /// Whether Python's `==` finds the two equal: `1` is `1.0`, but not `'1'`.
    func isEqual(to other: ModelVersion) -> Bool {
        switch (self, other) {
        case (.text(let left), .text(let right)): left == right
        case (.text, _), (_, .text): false
        default: number == other.number
        }
    }
}
