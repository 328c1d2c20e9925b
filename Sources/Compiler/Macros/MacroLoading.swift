internal import Builtins
internal import Diagnostics
internal import Formats
internal import Jinja
internal import Platform
internal import ProjectGraph
internal import ProjectLoading
internal import ProjectModel
internal import TemplateLibrary
internal import Threads

/// Finds every macro: of Martlet's own packages in the binary, of the project and its packages on disk.
struct MacroLoading {
    let files: any FileSystem
    let environment: Jinja.Environment
    let threads: Int
    /// When the command began, in seconds since 1970.
    let now: Double

    /// The library of `project`'s macros, and what is worth a warning in their files.
    /// - Throws: the first file that cannot be split or parsed, or the first two macros of one name.
    func library(of project: LoadedProject) throws(Diagnostic) -> (MacroLibrary, warnings: [Diagnostic]) {
        var macros = try builtIn()
        var warnings: [Diagnostic] = []
        let sources = project.packages.flatMap { $0.files(.macro) + $0.files(.genericTest) }
        let loaded = try Thread.parallelMap(count: sources.count, threads: threads) {
            (index: Int) throws(Diagnostic) in try self.macros(of: sources[index])
        }
        for (found, unexpected) in loaded {
            macros += found
            warnings += unexpected
        }
        let library = try MacroLibrary(
            macros, rootPackage: project.root.name, packageNames: project.packages.map(\.name),
            searchOrders: project.root.project.dispatch)
        return (library, warnings)
    }

    /// Martlet's own macros: split, but not parsed before they are called.
    private func builtIn() throws(Diagnostic) -> [ProjectMacro] {
        var macros: [ProjectMacro] = []
        for package in MacroLibrary.internalPackages {
            let prefix = "macros/\(package)/"
            for path in Builtins.paths(under: prefix) {
                guard let bytes = Builtins.bytes(of: path) else { continue }
                let file = "macros/" + path.dropFirst(prefix.count)
                macros += try split(SourceText(path: file, bytes: bytes), package: package)
            }
        }
        return macros
    }

    /// The macros of one file of a project, parsed so that their errors are known.
    private func macros(of file: SourceFile) throws(Diagnostic) -> ([ProjectMacro], warnings: [Diagnostic]) {
        let source = try TextFile.read(file.absolutePath, named: file.originalPath, from: files)
        var warnings: [Diagnostic] = []
        // dbt looks for the blocks of generic tests without a word on the rest of their files.
        let macros = try split(source.stripped, package: file.packageName) { warning in
            if file.kind == .macro { warnings.append(warning) }
        }
        for macro in macros {
            do {
                _ = try macro.template()
            } catch {
                var diagnostic = error.diagnostic
                diagnostic.subject = "macro \(macro.macro.name) (\(file.originalPath))"
                throw diagnostic
            }
        }
        return (macros, warnings)
    }

    private func split(
        _ source: SourceText, package: String, warn: ((Diagnostic) -> Void)? = nil
    ) throws(Diagnostic) -> [ProjectMacro] {
        let blocks = try BlockSplitter.split(source, into: TemplateBlock.macroTypes, keepsText: false, warn: warn)
        return blocks.compactMap { block in
            guard let name = macroName(of: block, in: source) else { return nil }
            let text = source.part(block.full)
            var macro = Macro(
                uniqueID: "macro.\(package).\(name)", name: name, packageName: package, path: source.path,
                originalFilePath: source.path, code: text.string)
            macro.createdAt = now
            if block.type == "materialization" { macro.supportedLanguages = supportedLanguages(of: text) }
            return ProjectMacro(macro, source: text, environment: environment)
        }
    }

    /// The name under which a block is called: `test x` is `test_x`, a materialization has its adapter in its name.
    private func macroName(of block: TemplateBlock, in source: SourceText) -> String? {
        guard let name = block.name else { return nil }
        switch block.type {
        case "macro": return name
        case "test", "data_test": return "test_\(name)"
        case "materialization":
            return "materialization_\(name)_\(option("adapter", in: openingTag(of: block, source)) ?? "default")"
        default: return nil
        }
    }

    private func openingTag(of block: TemplateBlock, _ source: SourceText) -> String {
        String(decoding: source.bytes[block.full.start..<block.contents.start], as: UTF8.self)
    }

    /// The text of `name='…'` in a tag.
    private func option(_ name: String, in tag: String) -> String? {
        guard let start = tag.firstRange(of: name)?.upperBound else { return nil }
        let rest = tag[start...].drop { $0 == " " || $0 == "=" }
        guard let quote = rest.first, quote == "'" || quote == "\"" else { return nil }
        return String(rest.dropFirst().prefix { $0 != quote })
    }

    /// The names in `supported_languages=[…]`; SQL where nothing is said.
    private func supportedLanguages(of text: SourceText) -> [String] {
        let tag = text.string.prefix { $0 != "}" }
        guard let start = tag.firstRange(of: "supported_languages")?.upperBound else { return ["sql"] }
        return ["sql", "python"].filter { tag[start...].contains("'\($0)'") || tag[start...].contains("\"\($0)\"") }
    }
}

extension MacroLibrary {
    /// The macros of a saved parse.
    convenience init(_ cached: ParseCache.Entry, of project: LoadedProject) throws(Diagnostic) {
        let macros = zip(cached.manifest.macros.values, cached.macroLines).map { macro, line in
            ProjectMacro(
                macro, source: SourceText(path: macro.originalFilePath, macro.code, firstLine: line),
                environment: TemplateEnvironments.text)
        }
        try self.init(
            macros, rootPackage: project.root.name, packageNames: project.packages.map(\.name),
            searchOrders: project.root.project.dispatch)
    }
}
