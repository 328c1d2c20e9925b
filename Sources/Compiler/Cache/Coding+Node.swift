internal import Diagnostics
internal import Formats
internal import ProjectModel

extension Node {
    /// A node before its fields are read.
    static var blank: Node {
        Node(
            uniqueID: "", resourceType: .model, name: "", packageName: "", path: "", originalFilePath: "", fqn: [],
            checksum: .none, rawCode: "")
    }

    /// Visits what parsing and resolving know; what execution adds is not kept.
    mutating func code(_ coder: inout some CacheCoder) {
        coder.string(&uniqueID)
        coder.raw(&resourceType)
        coder.string(&name)
        coder.string(&packageName)
        coder.string(&path)
        coder.string(&originalFilePath)
        coder.strings(&fqn)
        checksum.code(&coder)
        coder.string(&rawCode)
        coder.int(&firstLine)
        coder.string(&database)
        coder.string(&schema)
        coder.string(&alias)
        coder.text(&relationName)
        codeProperties(&coder)
        codeReferences(&coder)
        details.code(&coder)
    }

    private mutating func codeProperties(_ coder: inout some CacheCoder) {
        coder.mapping(&config.values)
        coder.mapping(&unrenderedConfig)
        coder.mapping(&configCalls)
        coder.strings(&tags)
        coder.string(&description)
        columns.code(&coder)
        coder.mapping(&meta)
        coder.text(&group)
        coder.mapping(&docs)
        coder.text(&patchPath)
        coder.strings(&docBlocks)
        coder.string(&language)
        coder.double(&createdAt)
    }

    private mutating func codeReferences(_ coder: inout some CacheCoder) {
        coder.list(&refs, blank: RefCall(name: "")) { $0.code(&$1) }
        coder.list(&sources, blank: SourceCall(source: "", table: "")) { $0.code(&$1) }
        coder.list(&metrics, blank: NamedCall(arguments: [])) { $1.strings(&$0.arguments) }
        coder.list(&functions, blank: NamedCall(arguments: [])) { $1.strings(&$0.arguments) }
        dependsOn.code(&coder)
    }
}

extension Node.Details {
    fileprivate mutating func code(_ coder: inout some CacheCoder) {
        var kind = number
        coder.int(&kind)
        switch kind {
        case 1:
            var model = if case .model(let model) = self { model } else { Node.ModelDetails() }
            model.code(&coder)
            self = .model(model)
        case 2:
            var test =
                if case .genericTest(let test) = self { test } else {
                    Node.GenericTestDetails(
                        testName: "", namespace: nil, arguments: [:], columnName: nil, fileKeyName: "",
                        attachedNode: nil)
                }
            test.code(&coder)
            self = .genericTest(test)
        case 3:
            var seed = if case .seed(let seed) = self { seed } else { Node.SeedDetails(rootPath: "") }
            coder.string(&seed.rootPath)
            self = .seed(seed)
        case 4:
            var index = if case .operation(let index) = self { index } else { 0 }
            coder.int(&index)
            self = .operation(index: index)
        case 5:
            var function = if case .function(let function) = self { function } else { Node.FunctionDetails() }
            coder.mapping(&function.returns)
            coder.list(&function.arguments, blank: [:]) { $1.mapping(&$0) }
            self = .function(function)
        default: self = .none
        }
    }

    private var number: Int {
        switch self {
        case .none: 0
        case .model: 1
        case .genericTest: 2
        case .seed: 3
        case .operation: 4
        case .function: 5
        }
    }
}

extension Node.ModelDetails {
    fileprivate mutating func code(_ coder: inout some CacheCoder) {
        coder.string(&access)
        coder.list(&constraints, blank: Constraint(kind: .check)) { $0.code(&$1) }
        coder.version(&version)
        coder.version(&latestVersion)
        coder.text(&deprecationDate)
        coder.strings(&primaryKey)
        coder.value(&timeSpine)
        coder.text(&contractChecksum)
    }
}

extension Node.GenericTestDetails {
    fileprivate mutating func code(_ coder: inout some CacheCoder) {
        coder.string(&testName)
        coder.text(&namespace)
        coder.mapping(&arguments)
        coder.text(&columnName)
        coder.string(&fileKeyName)
        coder.text(&attachedNode)
    }
}

// MARK: - Parts of several types

extension FileChecksum {
    mutating func code(_ coder: inout some CacheCoder) {
        var (name, value) = (name, value)
        coder.string(&name)
        coder.string(&value)
        self = FileChecksum(name: name, value: value)
    }
}

extension RefCall {
    mutating func code(_ coder: inout some CacheCoder) {
        coder.string(&name)
        coder.text(&package)
        coder.version(&version)
        coder.range(&range)
    }
}

extension SourceCall {
    mutating func code(_ coder: inout some CacheCoder) {
        coder.string(&source)
        coder.string(&table)
        coder.range(&range)
    }
}

extension DependsOn {
    mutating func code(_ coder: inout some CacheCoder) {
        coder.strings(&macros)
        coder.strings(&nodes)
    }
}

extension Columns {
    mutating func code(_ coder: inout some CacheCoder) {
        var columns = Array(values)
        coder.list(&columns, blank: ColumnInfo(name: "")) { $0.code(&$1) }
        guard !columns.isEmpty else { return self = [:] }
        self = Columns(columns.map { ($0.name, $0) }) { _, last in last }
    }
}

extension ColumnInfo {
    fileprivate mutating func code(_ coder: inout some CacheCoder) {
        coder.string(&name)
        coder.string(&description)
        coder.mapping(&meta)
        coder.text(&dataType)
        coder.list(&constraints, blank: Constraint(kind: .check)) { $0.code(&$1) }
        coder.optional(&quote, blank: false) { $1.bool(&$0) }
        coder.strings(&tags)
        coder.text(&granularity)
        coder.strings(&docBlocks)
        coder.mapping(&extra)
    }
}

extension Constraint {
    fileprivate mutating func code(_ coder: inout some CacheCoder) {
        coder.raw(&kind)
        coder.text(&name)
        coder.text(&expression)
        coder.bool(&warnUnenforced)
        coder.bool(&warnUnsupported)
        coder.texts(&columns)
        coder.text(&to)
        coder.strings(&toColumns)
    }
}

extension CacheCoder {
    mutating func version(_ version: inout ModelVersion?) {
        var value = version.map(\.value) ?? .null
        self.value(&value)
        version = ModelVersion(value)
    }

    fileprivate mutating func range(_ range: inout SourceRange?) {
        optional(&range, blank: SourceRange(0, 0)) { range, coder in
            coder.int(&range.start)
            coder.int(&range.end)
        }
    }
}
