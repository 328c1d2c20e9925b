internal import Formats
public import ProjectModel

/// Which of the selected resources a command works on: types, and whether empty files count.
///
/// Source: dbt-core 1.11, where selection applies.
public struct ResourceFilter: Sendable, Hashable {
    /// The commands that take a selection.
    public enum Command: String, Sendable, Hashable, CaseIterable {
        case build, clone, compile, list, run, seed, show, snapshot, test
        case docsGenerate = "generate"
        case freshness, load
    }

    public var types: Set<ResourceType>
    /// Whether models and other files with nothing but white space are kept.
    public var keepsEmptyNodes: Bool

    /// - Parameters:
    ///   - including: the values of `--resource-type`: names of types, `default` and `all`.
    ///   - excluding: the values of `--exclude-resource-type`.
    public init(_ command: Command, including: [String] = [], excluding: [String] = []) {
        keepsEmptyNodes = command == .list
        let (standard, all) = Self.types(of: command)
        guard Self.isNarrowed(command) else {
            types = standard
            return
        }
        var types: Set<ResourceType> = including.isEmpty ? standard : []
        for name in including {
            switch name.lowercased() {
            case "default": types.formUnion(standard)
            case "all": types.formUnion(all)
            case let name: if let type = ResourceType(rawValue: name) { types.insert(type) }
            }
        }
        types.subtract(excluding.compactMap { ResourceType(rawValue: $0.lowercased()) })
        // `ls` lists whatever type is named; the others can only work on their own.
        self.types = command == .list || command == .build ? types : types.intersection(all)
    }

    /// The resources of `ids` that pass, in their order.
    public func keep(_ ids: [UniqueID], of manifest: Manifest) -> [UniqueID] {
        ids.filter { id in
            guard let type = manifest.resourceType(of: id), types.contains(type) else { return false }
            if keepsEmptyNodes || type == .seed { return true }
            return manifest.nodes[id].map { !$0.rawCode.utf8.allSatisfy(Self.isSpace) } ?? true
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    /// Whether the command has options for types.
    private static func isNarrowed(_ command: Command) -> Bool {
        switch command {
        case .build, .clone, .list, .test: true
        default: false
        }
    }

    /// The types that a command works on, and those that `all` stands for.
    private static func types(of command: Command) -> (standard: Set<ResourceType>, all: Set<ResourceType>) {
        func same(_ types: Set<ResourceType>) -> (Set<ResourceType>, Set<ResourceType>) { (types, types) }
        switch command {
        case .build: return same([.model, .snapshot, .seed, .test, .unitTest, .savedQuery, .exposure, .function])
        case .clone: return same([.model, .seed, .snapshot])
        case .compile, .show, .docsGenerate:
            return same([.model, .test, .snapshot, .analysis, .operation, .seed, .docs, .sqlOperation, .function])
        case .list:
            let standard: Set<ResourceType> = [
                .model, .snapshot, .seed, .test, .source, .exposure, .metric, .savedQuery, .semanticModel, .unitTest,
                .function,
            ]
            return (standard, standard.union([.analysis]))
        case .run: return same([.model])
        case .seed: return same([.seed])
        case .snapshot: return same([.snapshot])
        case .test: return same([.test, .unitTest])
        case .freshness, .load: return same([.source])
        }
    }
}
