import Diagnostics
import Formats
import ProjectGraph
import ProjectModel
import Testing

/// Source of the rules: dbt-core 1.11, name resolution; the sentences are dbt's.
@Suite struct ResolveTests {
    private var project = ParsedProject(rootPackage: "shop", projects: [:])

    private func node(
        _ name: String, _ type: ResourceType = .model, package: String = "shop", refs: [RefCall] = [],
        sources: [SourceCall] = [], configure: (inout Node.ModelDetails) -> Void = { _ in }
    ) -> Node {
        var node = Node(
            uniqueID: "\(type.rawValue).\(package).\(name)", resourceType: type, name: name, packageName: package,
            path: "\(name).sql", originalFilePath: "models/\(name).sql", fqn: [package, name], checksum: .none,
            rawCode: "select 1")
        if type == .model {
            var details = Node.ModelDetails()
            configure(&details)
            node.details = .model(details)
            if let version = details.version { node.uniqueID += ".v\(version.text)" }
        }
        node.refs = refs
        node.sources = sources
        (node.database, node.schema, node.alias) = ("db", package, node.searchName)
        node.relationName = "\"db\".\"\(package)\".\"\(node.searchName)\""
        return node
    }

    private func source(_ source: String, _ table: String, package: String = "shop") -> SourceTable {
        SourceTable(
            uniqueID: "source.\(package).\(source).\(table)", packageName: package, path: "s.yml",
            originalFilePath: "models/s.yml", fqn: [package, source, table], sourceName: source, name: table,
            identifier: table)
    }

    private func failure(_ project: ParsedProject) -> Diagnostic? {
        do throws(Diagnostic) {
            _ = try Manifest.resolve(project) { _ in }
            return nil
        } catch {
            return error
        }
    }

    @Test func takesSourcesBeforeRefsAndEachOnce() throws {
        var project = project
        project.sources = [source("raw", "t")]
        project.nodes = [
            node("a"),
            node(
                "b", refs: [RefCall(name: "a"), RefCall(name: "a")], sources: [SourceCall(source: "raw", table: "t")]),
        ]
        let manifest = try Manifest.resolve(project) { _ in }
        #expect(manifest.nodes["model.shop.b"]?.dependsOn.nodes == ["source.shop.raw.t", "model.shop.a"])
        #expect(manifest.graph.children(of: "model.shop.a") == ["model.shop.b"])
    }

    @Test func prefersTheRootThenTheOwnPackage() throws {
        var project = project
        project.nodes = [
            node("a", package: "lib"), node("b", package: "lib", refs: [RefCall(name: "a")]),
            node("c", refs: [RefCall(name: "a", package: "lib")]), node("d", package: "lib"),
            node("e", refs: [RefCall(name: "d")]),
        ]
        let alone = try Manifest.resolve(project) { _ in }
        #expect(alone.nodes["model.lib.b"]?.dependsOn.nodes == ["model.lib.a"])
        #expect(alone.nodes["model.shop.c"]?.dependsOn.nodes == ["model.lib.a"])
        #expect(alone.nodes["model.shop.e"]?.dependsOn.nodes == ["model.lib.d"])
        project.nodes.append(node("a"))
        #expect(try Manifest.resolve(project) { _ in }.nodes["model.lib.b"]?.dependsOn.nodes == ["model.shop.a"])
    }

    @Test func refusesANameOfSeveralPackages() {
        var project = project
        project.nodes = [node("a", package: "x"), node("a", package: "y"), node("b", refs: [RefCall(name: "a")])]
        #expect(
            failure(project)?.message == """
                When referencing 'a', dbt found nodes in multiple packages: 'model.x.a', 'model.y.a'
                To fix this, use two-argument 'ref', with the package name first: 'x' or 'y'
                """)
    }

    @Test func aRefWithoutVersionMeansTheLatest() throws {
        var project = project
        for version in [1, 2, 3] {
            project.nodes.append(
                node("a") {
                    $0.version = .int(version)
                    $0.latestVersion = .int(2)
                })
        }
        project.nodes += [
            node("b", refs: [RefCall(name: "a")]), node("c", refs: [RefCall(name: "a", version: .text("1"))]),
        ]
        let manifest = try Manifest.resolve(project) { _ in }
        #expect(manifest.nodes["model.shop.b"]?.dependsOn.nodes == ["model.shop.a.v2"])
        #expect(manifest.nodes["model.shop.c"]?.dependsOn.nodes == ["model.shop.a.v1"])
        project.nodes.append(node("d", refs: [RefCall(name: "a", version: .int(9))]))
        #expect(
            failure(project)?.message
                == "Model 'model.shop.d' (models/d.sql) depends on a node named 'a' with version '9' which was not found"
        )
    }

    @Test func saysWhatIsMissingOrSwitchedOff() {
        var project = project
        project.nodes = [node("b", refs: [RefCall(name: "customers", package: "shop")]), node("customer")]
        #expect(
            failure(project)?.message
                == "Model 'model.shop.b' (models/b.sql) depends on a node named 'customers' in package or project 'shop' which was not found"
        )
        #expect(failure(project)?.hint?.contains("customer") == true)
        project.disabledNodes = [node("customers")]
        #expect(failure(project)?.code == .refDisabled)
        #expect(failure(project)?.message.hasSuffix("which is disabled") == true)
        project.nodes = [node("b", sources: [SourceCall(source: "raw", table: "t")])]
        #expect(
            failure(project)?.message
                == "Model 'model.shop.b' (models/b.sql) depends on a source named 'raw.t' which was not found")
        #expect(failure(project)?.code == .sourceNotFound)
    }

    @Test func dropsATestOfWhatIsSwitchedOffSilentlyAndOfWhatIsMissingWithAWarning() throws {
        var project = project
        project.nodes = [
            node("t1", .test, refs: [RefCall(name: "off")]), node("t2", .test, refs: [RefCall(name: "gone")]),
        ]
        project.disabledNodes = [node("off")]
        var warnings: [Diagnostic] = []
        let manifest = try Manifest.resolve(project) { warnings.append($0) }
        #expect(
            warnings.map(\.message) == [
                "Test 'test.shop.t2' (models/t2.sql) depends on a node named 'gone' in package '' which was not found"
            ])
        #expect(warnings.allSatisfy { $0.severity == .warning })
        #expect(manifest.nodes.isEmpty)
        #expect(manifest.disabled.droppedTests.map(\.name) == ["t1", "t2"])
        #expect(manifest.disabled.droppedTests.allSatisfy { !$0.config.isEnabled })
    }

    @Test func keepsPrivateModelsToTheirGroup() throws {
        var project = project
        var secret = node("secret") { $0.access = "private" }
        secret.group = "fin"
        var friend = node("friend", refs: [RefCall(name: "secret")])
        friend.group = "fin"
        project.nodes = [secret, friend]
        project.resources = [
            GraphResource(
                uniqueID: "group.shop.fin", resourceType: .group, name: "fin", packageName: "shop", path: "s.yml",
                originalFilePath: "models/s.yml", fqn: ["shop", "fin"])
        ]
        #expect(failure(project) == nil)
        project.nodes.append(node("stranger", refs: [RefCall(name: "secret")]))
        #expect(
            failure(project)?.message
                == "Node model.shop.stranger attempted to reference node model.shop.secret, which is not allowed because the referenced node is private to the 'fin' group."
        )
        #expect(failure(project)?.family == .parsing)
        project.nodes.removeLast()
        var exposure = GraphResource(
            uniqueID: "exposure.shop.board", resourceType: .exposure, name: "board", packageName: "shop", path: "s.yml",
            originalFilePath: "models/s.yml", fqn: ["shop", "board"])
        exposure.refs = [RefCall(name: "secret")]
        project.resources = [exposure]
        #expect(failure(project)?.code == .refNotAllowed)
    }

    @Test func keepsProtectedModelsToAPackageThatRestrictsAccess() {
        var project = project
        project.nodes = [node("a", package: "lib"), node("b", refs: [RefCall(name: "a")])]
        #expect(failure(project) == nil)
        var lib = Project(name: "lib", directory: "/lib")
        lib.restrictsAccess = true
        project.projects["lib"] = lib
        #expect(
            failure(project)?.message
                == "Node model.shop.b attempted to reference node model.lib.a, which is not allowed because the referenced node is protected to the 'lib' package."
        )
    }

    @Test func refusesTwoOfOneName() {
        var project = project
        var other = node("a")
        other.originalFilePath = "models/more/a.sql"
        project.nodes = [node("a"), other]
        #expect(
            failure(project)?.message == """
                dbt found two models with the name "a".

                Since these resources have the same name, dbt will be unable to find the correct resource
                when looking for ref("a").

                To fix this, change the name of one of these resources:
                - model.shop.a (models/a.sql)
                - model.shop.a (models/more/a.sql)
                """)
        project.nodes = [node("a"), node("a") { $0.version = .int(1) }]
        #expect(
            failure(project)?.message.hasPrefix("dbt found versioned and unversioned models with the name \"a\".")
                == true)
    }

    @Test func refusesTwoOfOneRelation() {
        var project = project
        var other = node("b")
        other.alias = "a"
        project.nodes = [node("a"), other]
        #expect(failure(project)?.code == .duplicateRelation)
        project.nodes[1].config["materialized"] = "ephemeral"
        #expect(failure(project)?.code == .duplicateRelation)
    }

    @Test func namesTheMembersOfACycleFromTheFirstOne() throws {
        var project = project
        project.nodes = [
            node("b", refs: [RefCall(name: "a")]), node("c", refs: [RefCall(name: "b")]),
            node("a", refs: [RefCall(name: "c")]), node("d", refs: [RefCall(name: "a")]),
        ]
        let manifest = try Manifest.resolve(project) { _ in }
        let error = #expect(throws: Diagnostic.self) { try manifest.graph.topologicalOrder() }
        #expect(error?.message == "Found a cycle: model.shop.a --> model.shop.b --> model.shop.c")
    }
}
