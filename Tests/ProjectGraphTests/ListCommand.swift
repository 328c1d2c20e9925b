import Diagnostics
import Formats
import ProjectGraph
import ProjectModel

/// `dbt ls` with its arguments, as far as selection goes: what the command line gives the modules, without the rest.
struct ListCommand {
    var options: [String: [String]] = [:]

    init(_ line: String) {
        var key = ""
        for word in Self.words(line) {
            if word.hasPrefix("-"), word.count > 1, !word.contains(":") {
                key = ["-s": "--select", "-m": "--models"][word] ?? word
                options[key, default: []] += []
            } else {
                options[key, default: []].append(word)
            }
        }
    }

    /// What it prints: lines, warnings and the error, in the form of `listings.txt`.
    func run(_ project: Recorded, state: PreviousState? = nil) -> [String] {
        var lines: [String] = []
        do throws(Diagnostic) {
            let ids = try select(project, state) { lines.append("warning: \($0.message)") }
            if ids.isEmpty { lines.append("warning: No nodes selected!") }
            let output = options["--output"]?.first.flatMap(Listing.Output.init) ?? .selector
            lines += Listing(project.manifest).lines(of: ids, output: output, keys: options["--output-keys"] ?? [])
        } catch {
            lines.append("error: \(error.family.rawValue)\n  \(indented(error.message))")
        }
        return lines.flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
    }

    private func indented(_ text: String) -> String { text.replacing("\n", with: "\n  ") }

    private func select(
        _ project: Recorded, _ state: PreviousState?, warn: (Diagnostic) -> Void
    ) throws(Diagnostic) -> [UniqueID] {
        let mode = options["--indirect-selection"]?.first.flatMap(IndirectSelection.init) ?? .eager
        let parser = SelectionParser(indirectSelection: mode)
        let selectors = try SelectorDefinitions(project.selectors, indirectSelection: mode)
        let select = options["--models"] ?? options["--select"]
        let definition: SelectionDefinition
        if let name = options["--selector"]?.first {
            definition = try selectors.selection(named: name)
        } else if select == nil, options["--exclude"] == nil, let name = selectors.defaultName {
            definition = try selectors.selection(named: name)
        } else {
            definition = try parser.parse(select: select, exclude: options["--exclude"] ?? [])
        }
        let selector = Selector(project.manifest, previousState: state, glob: project.glob)
        let ids = try selector.select(definition, warn: warn)
        let filter = ResourceFilter(
            .list, including: options["--models"] == nil ? options["--resource-type"] ?? [] : ["model"],
            excluding: options["--exclude-resource-type"] ?? [])
        return filter.keep(ids, of: project.manifest)
    }

    /// The words of a line; double quotes hold words together.
    private static func words(_ line: String) -> [String] {
        var words: [String] = []
        for (index, part) in line.split(separator: "\"", omittingEmptySubsequences: false).enumerated() {
            if index.isMultiple(of: 2) {
                words += part.split(separator: " ").map(String.init)
            } else {
                words.append(String(part))
            }
        }
        return words
    }
}
