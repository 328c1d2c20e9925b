public import Diagnostics
public import Formats
public import ProjectModel

/// What all yml files of one package say, in the order of the files and, within a file, of dbt's sections.
public struct Properties: Sendable {
    /// Entries of `models:` (one for each version of a versioned model), `seeds:`, `snapshots:`, `analyses:`,
    /// `functions:` and `data_tests:` at the top level (singular tests).
    public var patches: [ResourceProperties] = []
    public var macros: [MacroProperties] = []
    /// Every table of `sources:`, merged with what its source says; enabled ones and disabled ones.
    public var sources: [SourceDeclaration] = []
    /// Generic tests of models, seeds, snapshots and source tables, of their columns and of versions, in order.
    public var tests: [TestDeclaration] = []
    public var unitTests: [UnitTestDeclaration] = []
    /// Exposures, groups, metrics, semantic models and saved queries, in order.
    public var resources: [ResourceDeclaration] = []

    private var patchesByName: [PatchKey: Int] = [:]

    private var macroPlaces: [String: String] = [:]

    private struct PatchKey: Hashable, Sendable {
        var type: ResourceType
        var name: String
    }

    public init() {}

    /// The properties of the resource of `type` that is named `name` – for a model, snapshot or function, the file's
    /// (or block's) name: of a versioned model each version is found under the name of its own file.
    public func patch(for type: ResourceType, named name: String) -> ResourceProperties? {
        patchesByName[PatchKey(type: type, name: name)].map { patches[$0] }
    }

    /// Adds what one file says.
    /// - Throws: `properties-duplicate` when a resource is described twice.
    mutating func add(_ file: FileProperties) throws(Diagnostic) {
        for patch in file.patches {
            for name in patch.fileNames {
                let key = PatchKey(type: patch.type, name: name)
                // The plain name of a versioned model gives way to an entry that really has this name.
                if patch.version != nil, name == patch.name, patchesByName[key] != nil { continue }
                if let index = patchesByName[key], patches[index].version == nil || patch.version != nil {
                    throw patch.duplicate(of: patches[index].place.file.originalPath)
                }
                patchesByName[key] = patches.count
            }
            patches.append(patch)
        }
        for macro in file.macros {
            if let other = macroPlaces.updateValue(macro.place.file.originalPath, forKey: macro.name) {
                throw duplicate(macro, other)
            }
        }
        macros += file.macros
        tests += file.tests
        unitTests += file.unitTests
        resources += file.resources
    }

    private func duplicate(_ macro: MacroProperties, _ other: String) -> Diagnostic {
        let path = macro.place.file.originalPath
        return Diagnostic(
            .propertiesDuplicate,
            "dbt found two schema.yml entries for the same macro in package \(macro.place.file.packageName) named \(macro.name). Macros may only be described a single time. To fix this, \(duplicateAdvice(macro.name, "macros", path, other))",
            at: macro.place.range, in: macro.place.file.text)
    }
}

/// What a yml file says of a model (or one of its versions), seed, snapshot, analysis, function or singular test.
public struct ResourceProperties: Sendable {
    public var type: ResourceType
    public var name: String
    public var place: PropertyPlace
    /// The file names (without extension) under which the resource's code is searched: the name; for a version
    /// `defined_in` or `name_vN`, and for the latest version the plain name after it.
    public var fileNames: [String]
    /// A template that may call `doc()`.
    public var description = ""
    /// Their descriptions are templates that may call `doc()`.
    public var columns: Columns = [:]
    /// Of the yml only: rendered, with `meta`, `docs`, `group`, `access`, `contract` of the entry moved in.
    public var config: DataMapping = [:]
    /// The same as it was written.
    public var unrenderedConfig: DataMapping = [:]
    public var constraints: [Constraint] = []
    /// Of a version: which one, and which is the latest of the model.
    public var version: ModelVersion?
    public var latestVersion: ModelVersion?
    /// ISO text.
    public var deprecationDate: String?
    public var timeSpine: DataValue = .null
    /// Of a snapshot that is defined in yml: what it reads, such as `ref('orders')`.
    public var relation: String?
    /// Of a function.
    public var function: Node.FunctionDetails?

    /// The error of a second description of one resource.
    /// - Parameter other: the file of the first.
    public func duplicate(of other: String) -> Diagnostic {
        let advice = duplicateAdvice(name, "resource", place.file.originalPath, other)
        return Diagnostic(
            .propertiesDuplicate,
            "dbt found two schema.yml entries for the same resource named \(name). Resources and their associated columns may only be described a single time. To fix this, \(advice)",
            at: place.range, in: place.file.text)
    }

    public init(type: ResourceType, name: String, place: PropertyPlace) {
        self.type = type
        self.name = name
        self.place = place
        self.fileNames = [name]
    }
}

/// What a yml file says of a macro.
public struct MacroProperties: Sendable {
    public var name: String
    public var place: PropertyPlace
    public var description = ""
    public var meta: DataMapping = [:]
    public var docs: DataMapping = ["show": true, "node_color": .null]
    public var config: DataMapping = [:]
    /// The keys `name`, `type`, `description`.
    public var arguments: [DataMapping] = []

    public init(name: String, place: PropertyPlace) {
        self.name = name
        self.place = place
    }
}

/// A table of a source with everything resolved but the `doc()` calls in its descriptions.
public struct SourceDeclaration: Sendable {
    /// Complete: configuration, freshness, quoting, relation name. Descriptions are templates that may call `doc()`.
    public var table: SourceTable
    public var place: PropertyPlace

    public init(table: SourceTable, place: PropertyPlace) {
        self.table = table
        self.place = place
    }
}

/// An exposure, group, metric, semantic model or saved query.
public struct ResourceDeclaration: Sendable {
    /// Complete but for the description's `doc()` calls and what has to be resolved against other resources.
    public var resource: GraphResource
    public var place: PropertyPlace

    public init(resource: GraphResource, place: PropertyPlace) {
        self.resource = resource
        self.place = place
    }
}

/// A unit test as it was written; its model, versions and fixture files are not looked up yet.
public struct UnitTestDeclaration: Sendable {
    public var name: String
    /// As written: the name of a model of the same package.
    public var model: String
    public var place: PropertyPlace
    public var description = ""
    public var given: [UnitTest.Fixture]
    public var expect: UnitTest.Fixture
    public var overrides: DataMapping = [:]
    /// `include:` or `exclude:` with a list of versions; null for all.
    public var versions: DataValue = .null
    public var config: DataMapping = [:]
    public var unrenderedConfig: DataMapping = [:]

    public init(
        name: String, model: String, place: PropertyPlace, given: [UnitTest.Fixture], expect: UnitTest.Fixture
    ) {
        self.name = name
        self.model = model
        self.place = place
        self.given = given
        self.expect = expect
    }
}
