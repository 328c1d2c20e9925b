internal import Formats
internal import ProjectModel

extension SourceTable {
    static var blank: SourceTable {
        SourceTable(
            uniqueID: "", packageName: "", path: "", originalFilePath: "", fqn: [], sourceName: "", name: "",
            identifier: "")
    }

    mutating func code(_ coder: inout some CacheCoder) {
        coder.string(&uniqueID)
        coder.string(&packageName)
        coder.string(&path)
        coder.string(&originalFilePath)
        coder.strings(&fqn)
        coder.string(&sourceName)
        coder.string(&name)
        coder.string(&identifier)
        coder.string(&database)
        coder.string(&schema)
        coder.text(&relationName)
        coder.mapping(&quoting)
        coder.string(&description)
        coder.string(&sourceDescription)
        coder.string(&loader)
        coder.text(&loadedAtField)
        coder.text(&loadedAtQuery)
        coder.optional(&freshness, blank: Freshness()) { $0.code(&$1) }
        coder.value(&external)
        columns.code(&coder)
        coder.mapping(&meta)
        coder.mapping(&sourceMeta)
        coder.strings(&tags)
        coder.mapping(&config.values)
        coder.text(&patchPath)
        coder.mapping(&unrenderedConfig)
        coder.text(&unrenderedDatabase)
        coder.text(&unrenderedSchema)
        coder.strings(&docBlocks)
        coder.double(&createdAt)
    }
}

extension Freshness {
    fileprivate mutating func code(_ coder: inout some CacheCoder) {
        coder.optional(&warnAfter, blank: Threshold()) { $0.code(&$1) }
        coder.optional(&errorAfter, blank: Threshold()) { $0.code(&$1) }
        coder.text(&filter)
    }
}

extension Freshness.Threshold {
    fileprivate mutating func code(_ coder: inout some CacheCoder) {
        coder.optional(&count, blank: 0) { $1.int(&$0) }
        coder.text(&period)
    }
}

extension GraphResource {
    static var blank: GraphResource {
        GraphResource(
            uniqueID: "", resourceType: .exposure, name: "", packageName: "", path: "", originalFilePath: "", fqn: [])
    }

    mutating func code(_ coder: inout some CacheCoder) {
        coder.string(&uniqueID)
        coder.raw(&resourceType)
        coder.string(&name)
        coder.string(&packageName)
        coder.string(&path)
        coder.string(&originalFilePath)
        coder.strings(&fqn)
        coder.string(&description)
        coder.strings(&tags)
        coder.mapping(&meta)
        coder.mapping(&config.values)
        coder.mapping(&unrenderedConfig)
        coder.list(&refs, blank: RefCall(name: "")) { $0.code(&$1) }
        coder.list(&sources, blank: SourceCall(source: "", table: "")) { $0.code(&$1) }
        coder.list(&metrics, blank: NamedCall(arguments: [])) { $1.strings(&$0.arguments) }
        dependsOn.code(&coder)
        coder.double(&createdAt)
        coder.mapping(&fields)
    }
}

extension UnitTest {
    static var blank: UnitTest {
        UnitTest(
            uniqueID: "", name: "", packageName: "", path: "", originalFilePath: "", fqn: [], model: "", given: [],
            expect: .blank)
    }

    mutating func code(_ coder: inout some CacheCoder) {
        coder.string(&uniqueID)
        coder.string(&name)
        coder.string(&packageName)
        coder.string(&path)
        coder.string(&originalFilePath)
        coder.strings(&fqn)
        coder.string(&model)
        coder.list(&given, blank: .blank) { $0.code(&$1) }
        expect.code(&coder)
        coder.string(&description)
        coder.mapping(&overrides)
        coder.mapping(&config.values)
        dependsOn.code(&coder)
        coder.text(&checksum)
        coder.text(&schema)
        coder.value(&versions)
        coder.version(&version)
        coder.double(&createdAt)
    }
}

extension UnitTest.Fixture {
    fileprivate static var blank: Self { Self(input: nil, format: "", rows: .null, fixture: nil) }

    fileprivate mutating func code(_ coder: inout some CacheCoder) {
        coder.text(&input)
        coder.string(&format)
        coder.value(&rows)
        coder.text(&fixture)
    }
}

extension Macro {
    static var blank: Macro {
        Macro(uniqueID: "", name: "", packageName: "", path: "", originalFilePath: "", code: "")
    }

    mutating func code(_ coder: inout some CacheCoder) {
        coder.string(&uniqueID)
        coder.string(&name)
        coder.string(&packageName)
        coder.string(&path)
        coder.string(&originalFilePath)
        coder.string(&code)
        coder.strings(&dependsOnMacros)
        coder.string(&description)
        coder.mapping(&meta)
        coder.mapping(&docs)
        coder.mapping(&config)
        coder.text(&patchPath)
        coder.list(&arguments, blank: [:]) { $1.mapping(&$0) }
        coder.texts(&supportedLanguages)
        coder.double(&createdAt)
    }
}

extension Documentation {
    static var blank: Documentation {
        Documentation(uniqueID: "", name: "", packageName: "", path: "", originalFilePath: "", contents: "")
    }

    mutating func code(_ coder: inout some CacheCoder) {
        coder.string(&uniqueID)
        coder.string(&name)
        coder.string(&packageName)
        coder.string(&path)
        coder.string(&originalFilePath)
        coder.string(&contents)
    }
}
