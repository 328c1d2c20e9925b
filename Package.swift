// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target: memory safety is checked, warnings stop the build.
let strict: [SwiftSetting] = [
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let collections: Target.Dependency = .product(name: "OrderedCollections", package: "swift-collections")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

/// Modules with a description of their own beside the code.
let described: Set = ["Adapter", "Jinja", "TemplateLibrary"]

/// One module of Martlet: a folder of `Sources/`, and all that it may import.
/// `Tests/ArchitectureTests` holds the same table and checks the imports of every file against it.
func module(_ name: String, _ dependencies: Target.Dependency...) -> Target {
    .target(
        name: name, dependencies: dependencies, exclude: described.contains(name) ? ["README.md"] : [],
        swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: Target.Dependency..., exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let package = Package(
    name: "martlet",
    products: [
        .executable(name: "martlet", targets: ["martlet"]),
        .executable(name: "jinja-conformance", targets: ["jinja-conformance"]),
        .executable(name: "landing", targets: ["landing"]),
        .library(name: "Jinja", targets: ["Jinja"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    ],
    targets: [
        // System libraries
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
        .systemLibrary(name: "CLibCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CLibEvent", pkgConfig: "libevent", providers: [.apt(["libevent-dev"])]),
        // malloc.h, which Glibc's module leaves out
        .systemLibrary(name: "CMalloc"),
        .target(name: "CResources"),

        // Pure functions and values
        module("Diagnostics"),
        module("Threads"),
        module("Builtins", "CResources"),
        module("Formats", "Diagnostics", "CLibYAML", collections),
        module("Jinja", "Diagnostics", "CLibCrypto", "CMalloc"),
        module("SQLText", "Diagnostics"),
        module("ProjectModel", "Diagnostics", "Formats", collections),
        module("ProjectGraph", "ProjectModel", "Formats", "Diagnostics", collections),

        // The machine
        module("Platform", "Diagnostics", "CLibCrypto", "CMalloc", "CZlib"),
        module("Events", "Platform", "Threads", "Diagnostics", "Formats", collections),
        module("Web", "Platform", "CLibCurl"),
        module("Postgres", "CLibPQ", "SQLText", "Diagnostics"),
        module("EmbeddedPostgres", "Platform", "Postgres", "Events", "Diagnostics"),

        // The compiler
        module("TemplateLibrary", "Jinja", "Formats", "Platform", "CPCRE2", "Builtins", "Diagnostics"),
        module(
            "ProjectLoading", "ProjectModel", "Formats", "Jinja", "TemplateLibrary", "Platform", "Threads", "Events",
            "Diagnostics", collections),
        module(
            "Packages", "ProjectLoading", "ProjectModel", "Web", "Events", "Platform", "Formats", "Diagnostics",
            collections),
        module(
            "Adapter", "Jinja", "TemplateLibrary", "Postgres", "SQLText", "Formats", "ProjectModel", "Threads",
            "Events", "Diagnostics"),
        module(
            "Compiler", "Jinja", "TemplateLibrary", "ProjectModel", "ProjectLoading", "ProjectGraph", "Adapter",
            "Postgres", "SQLText", "Builtins", "Platform", "Threads", "Formats", "Events", "Diagnostics", collections),
        module(
            "SourceLoading", "ProjectModel", "Adapter", "Postgres", "SQLText", "Platform", "Threads", "Formats",
            "Diagnostics"),
        module(
            "Execution", "SourceLoading", "Compiler", "Jinja", "TemplateLibrary", "SQLText", "ProjectGraph",
            "ProjectModel", "Adapter",
            "Postgres", "Platform", "Threads", "Formats", "Events", "Diagnostics"),

        // What comes out
        module(
            "Artifacts", "Compiler", "ProjectModel", "ProjectGraph", "Execution", "SourceLoading", "Adapter", "Formats",
            "Platform",
            "Events", "Diagnostics"),
        module(
            "OpenLineage", "Execution", "Compiler", "ProjectGraph", "ProjectModel", "Web", "Threads", "Formats",
            "Platform", "Diagnostics", collections),
        module(
            "QualityLog", "Execution", "Compiler", "ProjectLoading", "ProjectGraph", "ProjectModel", "Postgres",
            "SQLText", "Events", "Platform", "Formats"),
        module("DocsSite", "SQLText", "Builtins", "Formats", "Platform", "Diagnostics", "CLibEvent"),
        module(
            "MartletCLI", "Artifacts", "DocsSite", "OpenLineage", "QualityLog", "Packages", "EmbeddedPostgres",
            "Execution", "SourceLoading", "Compiler", "Adapter", "Postgres",
            "ProjectGraph", "ProjectLoading", "ProjectModel", "TemplateLibrary", "Jinja", "SQLText", "Events",
            "Platform", "Threads", "Formats", "Builtins", "Diagnostics", argumentParser),
        .executableTarget(name: "martlet", dependencies: ["MartletCLI"], swiftSettings: strict),
        .executableTarget(
            name: "jinja-conformance",
            dependencies: ["Jinja", "TemplateLibrary", "Formats", "Platform", "Diagnostics"], swiftSettings: strict),
        // The files that the example project loads; no part of martlet
        .executableTarget(
            name: "landing", dependencies: ["Platform", "Diagnostics", argumentParser], swiftSettings: strict),

        // Tests
        tests(
            "AdapterTests", "Adapter", "Formats", "Jinja", "Postgres", "SQLText", "Diagnostics", exclude: ["Recorded"]),
        tests("ArchitectureTests"),
        tests("BuiltinsTests", "Builtins", exclude: ["macro-signatures.txt"]),
        tests("ConformanceTests", "jinja-conformance", "Formats", "Diagnostics", exclude: ["jinja"]),
        tests("DocsSiteTests", "DocsSite", "Formats", "Platform", "Diagnostics", exclude: ["browser-check.js"]),
        tests(
            "CompilerTests", "Compiler", "Jinja", "TemplateLibrary", "ProjectLoading", "ProjectGraph", "ProjectModel",
            "Events", "Formats", "Platform", "Diagnostics", exclude: ["Recorded"]),
        tests("EmbeddedPostgresTests", "EmbeddedPostgres", "Postgres", "Platform", "Diagnostics"),
        tests("EventsTests", "Events", "Formats", "Platform", "Diagnostics"),
        tests(
            "ExecutionTests", "Execution", "Adapter", "Compiler", "ProjectGraph", "ProjectModel", "Formats", "Platform",
            "Diagnostics"),
        tests("FormatsTests", "Formats", "Diagnostics", exclude: ["Golden"]),
        tests("IntegrationTests", "Postgres", exclude: ["deps", "example"]),
        tests("JinjaTests", "Jinja", "Diagnostics"),
        tests("LandingTests", "landing", "Platform", exclude: ["Recorded"]),
        tests(
            "OpenLineageTests", "OpenLineage", "Compiler", "Execution", "ProjectGraph", "ProjectModel", "Formats",
            "Platform", "Diagnostics"),
        tests("PackagesTests", "Packages", "ProjectLoading", "Web", "Events", "Platform", "Formats", "Diagnostics"),
        tests("PlatformTests", "Platform", "Diagnostics"),
        tests("PostgresTests", "Postgres"),
        tests(
            "ProjectGraphTests", "ProjectGraph", "ProjectModel", "Formats", "Platform", "Diagnostics",
            exclude: ["Golden"]),
        tests(
            "ProjectLoadingTests", "ProjectLoading", "ProjectModel", "Formats", "Platform", "Diagnostics",
            exclude: ["Golden"]),
        tests("ProjectModelTests", "ProjectModel", "Formats", "Diagnostics"),
        tests(
            "QualityLogTests", "QualityLog", "Execution", "Compiler", "ProjectLoading", "ProjectGraph", "ProjectModel",
            "Postgres", "Formats", "Platform"),
        tests("SQLTextTests", "SQLText"),
        tests(
            "SourceLoadingTests", "SourceLoading", "ProjectModel", "Formats", "Platform", "Threads", "Diagnostics"),
        tests(
            "TemplateLibraryTests", "TemplateLibrary", "Jinja", "Formats", "Platform", "Diagnostics",
            exclude: ["Recorded"]),
        tests("ThreadsTests", "Threads"),
    ],
    swiftLanguageModes: [.v6]
)
