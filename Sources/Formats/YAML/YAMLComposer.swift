internal import Diagnostics

/// Builds the node tree of one document from events: anchors, tags, merge keys, and the errors of PyYAML's safe loader.
///
/// PyYAML first composes the whole document and then constructs values, so a syntax error far below comes before an
/// unknown tag above it: errors of the second kind wait in `deferred`.
struct YAMLComposer: ~Copyable {
    /// More levels than anybody writes; everything that walks a tree may recurse on it.
    private static let maximumDepth = 1_000
    /// More nodes, counted through aliases, than any real document has: nine nested lists of aliases make a billion.
    private static let maximumWeight = 5_000_000

    private struct Anchored {
        var mark: YAMLMark
        /// Nil while the collection is still open.
        var node: YAMLNode?
        var weight = 0
    }

    /// A collection whose end has not come yet.
    private struct Open {
        var isMapping: Bool
        var start: YAMLMark
        var anchor: String?
        var items: [YAMLNode] = []
        var entries: [YAMLEntry] = []
        var key: YAMLNode?
        /// The values of merge keys, which bring entries of other mappings.
        var merges: [YAMLNode] = []
        var awaitsMerge = false
        var beginsWithMerge = false
        /// Nodes in here, counted through aliases.
        var weight = 1
    }

    private var reader: YAMLEventReader
    let offsets: ByteOffsets
    private var anchors: [String: Anchored] = [:]
    private var stack: [Open] = []
    private var root: YAMLNode?
    private(set) var deferred: YAMLError?
    private(set) var duplicates: [YAMLDocument.DuplicateKey] = []

    init(_ bytes: [UInt8]) {
        reader = YAMLEventReader(bytes)
        offsets = ByteOffsets(bytes)
    }

    /// The root of the only document; nil when there is none.
    mutating func document() throws(YAMLError) -> YAMLNode? {
        _ = try reader.next()
        guard try reader.next().kind == .documentStart else { return nil }
        var first: YAMLMark?
        while true {
            let event = try reader.next()
            if first == nil { first = event.start }
            if event.kind == .documentEnd { break }
            try add(event)
        }
        let event = try reader.next()
        if event.kind == .streamEnd { return root }
        throw YAMLError(
            "but found another document", event.start, context: "expected a single document in the stream",
            contextMark: first)
    }

    private mutating func add(_ event: YAMLEvent) throws(YAMLError) {
        switch event.kind {
        case .alias: try addAlias(event)
        case .scalar: try addScalar(event)
        case .sequenceStart, .mappingStart: try open(event)
        case .sequenceEnd, .mappingEnd: close(event)
        default: break
        }
    }

    private mutating func addAlias(_ event: YAMLEvent) throws(YAMLError) {
        guard let anchor = event.anchor, let anchored = anchors[anchor] else {
            throw YAMLError("found undefined alias", event.start)
        }
        guard let node = anchored.node else { throw YAMLError("found unconstructable recursive node", anchored.mark) }
        attach(node, weight: anchored.weight)
        if (stack.last?.weight ?? 0) > Self.maximumWeight {
            throw YAMLError("aliases stand for more nodes than a document may have", event.start)
        }
    }

    private mutating func addScalar(_ event: YAMLEvent) throws(YAMLError) {
        let content = YAMLNode.Content.scalar(
            YAMLScalar(text: event.text, kind: kind(of: event), isPlain: event.isPlain))
        let node = YAMLNode(content, start: offsets[event.start.offset], end: offsets[event.end.offset])
        if let anchor = event.anchor { try name(anchor, Anchored(mark: event.start, node: node, weight: 1)) }
        if event.text == "<<", let last = stack.indices.last, stack[last].isMapping, stack[last].key == nil {
            if stack[last].entries.isEmpty, stack[last].merges.isEmpty { stack[last].beginsWithMerge = true }
            stack[last].awaitsMerge = event.meaning == .merge || event.tag == "tag:yaml.org,2002:merge"
        }
        attach(node, weight: 1)
    }

    private mutating func open(_ event: YAMLEvent) throws(YAMLError) {
        let isMapping = event.kind == .mappingStart
        checkCollectionTag(event, isMapping ? "mapping" : "sequence")
        guard stack.count < Self.maximumDepth else { throw YAMLError("collections are nested too deep", event.start) }
        if let anchor = event.anchor { try name(anchor, Anchored(mark: event.start)) }
        stack.append(Open(isMapping: isMapping, start: event.start, anchor: event.anchor))
    }

    private mutating func close(_ event: YAMLEvent) {
        guard let done = stack.popLast() else { return }
        let content: YAMLNode.Content
        if done.isMapping {
            let merged = flatten(done)
            if !done.beginsWithMerge { findDuplicates(merged) }
            content = .mapping(merged)
        } else {
            content = .sequence(done.items)
        }
        let node = YAMLNode(content, start: offsets[done.start.offset], end: offsets[event.end.offset])
        if let anchor = done.anchor {
            anchors[anchor]?.node = node
            anchors[anchor]?.weight = done.weight
        }
        attach(node, weight: done.weight)
    }

    private mutating func name(_ anchor: String, _ anchored: Anchored) throws(YAMLError) {
        if let first = anchors[anchor] {
            throw YAMLError(
                "second occurrence", anchored.mark, context: "found duplicate anchor; first occurrence",
                contextMark: first.mark)
        }
        anchors[anchor] = anchored
    }

    /// Puts a finished node into the innermost open collection.
    private mutating func attach(_ node: YAMLNode, weight: Int) {
        guard let last = stack.indices.last else {
            root = node
            return
        }
        stack[last].weight += weight
        if !stack[last].isMapping {
            stack[last].items.append(node)
        } else if let key = stack[last].key.take() {
            if stack[last].awaitsMerge {
                stack[last].awaitsMerge = false
                stack[last].merges.append(node)
            } else {
                stack[last].entries.append(YAMLEntry(key: key, value: node))
            }
        } else {
            if node.scalar == nil {
                `defer`(
                    YAMLError(
                        "found unhashable key", offsets.mark(atByte: node.range.start),
                        context: "while constructing a mapping", contextMark: stack[last].start))
            }
            stack[last].key = node
        }
    }

    /// Keeps the first of the errors that PyYAML finds only after the whole text has been composed.
    private mutating func `defer`(_ error: YAMLError) {
        if deferred == nil { deferred = error }
    }
}

extension YAMLComposer {
    private static let core = "tag:yaml.org,2002:"

    /// The kind of a scalar by its tag or its form.
    private mutating func kind(of event: YAMLEvent) -> YAMLScalar.Kind {
        let kind: YAMLScalar.Kind
        if let tag = event.tag {
            guard let named = taggedKind(tag, event) else { return .string }
            kind = named
        } else {
            switch event.meaning {
            case .string: return .string
            case .null: return .null
            case .bool: return .bool
            case .int: kind = .int
            case .float: return .float
            case .date: kind = .date
            case .timestamp: kind = .timestamp
            case .merge, .value:
                let isKey = stack.last.map { $0.isMapping && $0.key == nil } ?? false
                if !isKey { unknownTag(Self.core + (event.meaning == .merge ? "merge" : "value"), event) }
                return .string
            }
        }
        do throws(YAMLScalarReader.Failure) {
            _ = try YAMLScalarReader.value(event.text, kind)
        } catch {
            `defer`(YAMLError(error.problem, event.start))
        }
        return kind
    }

    private mutating func taggedKind(_ tag: String, _ event: YAMLEvent) -> YAMLScalar.Kind? {
        guard tag.hasPrefix(Self.core) else {
            unknownTag(tag, event)
            return nil
        }
        switch tag.dropFirst(Self.core.count) {
        case "str", "binary", "merge": return .string
        case "null": return .null
        case "bool": return .bool
        case "int": return .int
        case "float": return .float
        case "timestamp": return .timestamp
        case "map", "set": `defer`(YAMLError("expected a mapping node, but found scalar", event.start))
        case "seq": `defer`(YAMLError("expected a sequence node, but found scalar", event.start))
        case "omap", "pairs": `defer`(YAMLError("expected a sequence, but found scalar", event.start))
        default: unknownTag(tag, event)
        }
        return nil
    }

    private mutating func checkCollectionTag(_ event: YAMLEvent, _ id: String) {
        guard let tag = event.tag else { return }
        guard tag.hasPrefix(Self.core) else { return unknownTag(tag, event) }
        switch tag.dropFirst(Self.core.count) {
        case "map", "set":
            if id != "mapping" { `defer`(YAMLError("expected a mapping node, but found \(id)", event.start)) }
        case "seq", "omap", "pairs":
            if id != "sequence" { `defer`(YAMLError("expected a sequence node, but found \(id)", event.start)) }
        case "str", "binary", "null", "bool", "int", "float", "timestamp":
            `defer`(YAMLError("expected a scalar node, but found \(id)", event.start))
        default: unknownTag(tag, event)
        }
    }

    private mutating func unknownTag(_ tag: String, _ event: YAMLEvent) {
        `defer`(YAMLError("could not determine a constructor for the tag '\(tag)'", event.start))
    }

    /// The entries of a mapping with those that its merge keys bring: they come first, so that its own ones win.
    private mutating func flatten(_ mapping: Open) -> [YAMLEntry] {
        if mapping.merges.isEmpty { return mapping.entries }
        var brought: [YAMLEntry] = []
        for value in mapping.merges {
            switch value.content {
            case .mapping(let entries): brought += entries
            case .sequence(let items):
                for item in items where item.entries == nil {
                    refuseMerge("expected a mapping for merging, but found \(item.id)", item, into: mapping)
                }
                // The first of several mappings wins, so it has to come last.
                for item in items.reversed() { brought += item.entries ?? [] }
            case .scalar:
                refuseMerge(
                    "expected a mapping or list of mappings for merging, but found scalar", value, into: mapping)
            }
        }
        return brought + mapping.entries
    }

    private mutating func refuseMerge(_ problem: String, _ node: YAMLNode, into mapping: Open) {
        `defer`(
            YAMLError(
                problem, offsets.mark(atByte: node.range.start), context: "while constructing a mapping",
                contextMark: mapping.start))
    }

    private mutating func findDuplicates(_ entries: [YAMLEntry]) {
        if entries.count <= 8 {
            for (index, entry) in entries.enumerated().dropFirst()
            where entries[..<index].contains(where: { Self.isSameKey($0.key, entry.key) }) {
                recordDuplicate(entry)
            }
            return
        }
        var seen = Set<String>(minimumCapacity: entries.count)
        for entry in entries where !seen.insert(entry.name).inserted { recordDuplicate(entry) }
    }

    private static func isSameKey(_ first: YAMLNode, _ second: YAMLNode) -> Bool {
        guard let first = first.scalar, let second = second.scalar else { return false }
        return first.text == second.text && first.kind == second.kind
    }

    private mutating func recordDuplicate(_ entry: YAMLEntry) {
        let mark = offsets.mark(atByte: entry.key.range.start)
        duplicates.append(
            YAMLDocument.DuplicateKey(
                name: entry.name, range: entry.key.range, line: mark.line + 1, column: mark.column + 1))
    }
}
