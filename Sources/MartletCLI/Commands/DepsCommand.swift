internal import ArgumentParser
internal import Compiler
internal import Diagnostics
internal import Events
internal import Packages
internal import Platform
internal import ProjectLoading

/// `deps`: installs the packages that the project asks for.
struct DepsCommand: MartletSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "deps", abstract: "Install the packages that packages.yml or dependencies.yml asks for.",
        discussion: """
            Versions are chosen when package-lock.yml does not exist, when the packages asked for have changed, and \
            with --upgrade; else exactly those of package-lock.yml are installed. The package index is \
            https://hub.getdbt.com, or what DBT_PACKAGE_HUB_URL names.
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: "Add a package, as NAME@VERSION, to packages.yml.")
    var addPackage: String?

    @Option(help: "Where the package of --add-package comes from: hub, git or local.")
    var source = "hub"

    @Flag(help: "Write package-lock.yml and install nothing.")
    var lock = false

    @Flag(help: "Choose the latest versions that packages.yml allows.")
    var upgrade = false

    func execute() throws(Diagnostic) -> Int32 {
        let addition = try addition()
        let setup = try CommandSetup(CommandRequest("deps", global))
        setup.tellStart()
        var options = setup.projectOptions
        options.requiresVariables = false
        let loader = ProjectLoader(
            files: setup.files, environment: setup.environment, options: options, renderer: YAMLTemplates.renderer)
        let (project, _, warnings) = try loader.project(requiresProfile: false)
        for warning in warnings { try WarningReport(setup.log).tell(warning) }
        var request = DepsRequest(project, loader: loader, environment: setup.environment, log: setup.log)
        request.addition = addition
        request.onlyLocks = lock
        request.upgrades = upgrade
        try DepsTask(request).run()
        setup.log.flush()
        return 0
    }

    private func addition() throws(Diagnostic) -> DepsRequest.Addition? {
        let sources = DepsRequest.Addition.Source.allCases
        guard let source = DepsRequest.Addition.Source(rawValue: source) else {
            let list = sources.map { "'\($0.rawValue)'" }.joined(separator: ", ")
            throw Diagnostic(
                .usage, "Invalid value for '--source': '\(source)' is not one of \(list).", family: .usage)
        }
        guard let addPackage else { return nil }
        let parts = addPackage.split(separator: "@", omittingEmptySubsequences: false).map(String.init)
        let addition = DepsRequest.Addition(
            name: parts.count == 2 ? parts[0] : addPackage, version: parts.count == 2 ? parts[1] : nil, source: source)
        if addition.version?.isEmpty ?? true, source != .local {
            throw Diagnostic(
                .usage,
                "Version is required in --add-package when a package when source is \(source.rawValue)", family: .usage,
                hint: "write --add-package \(addition.name)@VERSION")
        }
        return addition
    }
}
