public import Diagnostics
internal import Synchronization

/// What dbt knows of the relations in the database: read once, then kept current by what we do ourselves.
///
/// Names are compared without regard to case. All threads of a run share one cache.
public final class RelationCache: Sendable {
    /// A relation's name in lower case: how the cache finds it.
    struct Key: Hashable {
        var database: String?
        var schema: String?
        var identifier: String?

        init(_ relation: Relation) {
            database = relation.database?.lowercased()
            schema = relation.schema?.lowercased()
            identifier = relation.identifier?.lowercased()
        }

        var schemaKey: SchemaKey { SchemaKey(database, schema) }
    }

    struct SchemaKey: Hashable {
        var database: String?
        var schema: String?

        init(_ database: String?, _ schema: String?) {
            self.database = database?.lowercased()
            self.schema = schema?.lowercased()
        }
    }

    /// Cached relations are numbered, so that a rename changes one name and no reference.
    fileprivate struct Entry {
        var relation: Relation
        /// Relations that a `drop … cascade` of this one takes along.
        var dependents: Set<Int> = []
        var dependencies: Set<Int> = []
    }

    private struct State {
        var entries: [Int: Entry] = [:]
        var numbers: [Key: Int] = [:]
        var members: [SchemaKey: Set<Int>] = [:]
        var schemas: Set<SchemaKey> = []
        var nextNumber = 0

        mutating func add(_ relation: Relation) -> Int {
            let key = Key(relation)
            schemas.insert(key.schemaKey)
            if let number = numbers[key] { return number }
            let number = nextNumber
            nextNumber += 1
            entries[number] = Entry(relation: relation)
            numbers[key] = number
            members[key.schemaKey, default: []].insert(number)
            return number
        }

        mutating func remove(_ number: Int) {
            guard let entry = entries.removeValue(forKey: number) else { return }
            let key = Key(entry.relation)
            numbers[key] = nil
            members[key.schemaKey]?.remove(number)
            for dependency in entry.dependencies { entries[dependency]?.dependents.remove(number) }
            for dependent in entry.dependents { entries[dependent]?.dependencies.remove(number) }
        }

        /// Puts an entry back, with those of its links whose other ends are still there.
        mutating func put(_ entry: Entry, as number: Int, under key: Key) {
            var entry = entry
            entry.dependents.formIntersection(entries.keys)
            entry.dependencies.formIntersection(entries.keys)
            for dependency in entry.dependencies { entries[dependency]?.dependents.insert(number) }
            for dependent in entry.dependents { entries[dependent]?.dependencies.insert(number) }
            entries[number] = entry
            numbers[key] = number
            members[key.schemaKey, default: []].insert(number)
        }

        /// The relation and all that a cascade takes along.
        mutating func removeCascading(_ number: Int) {
            var pending = [number]
            while let next = pending.popLast() {
                if let entry = entries[next] { pending += entry.dependents }
                remove(next)
            }
        }
    }

    private let state = Mutex(State())

    public init() {}

    /// Whether the relations of a schema have been read, even if there were none.
    public func knows(database: String?, schema: String) -> Bool {
        state.withLock { $0.schemas.contains(SchemaKey(database, schema)) }
    }

    /// Records that the relations of a schema have been read.
    public func addSchema(database: String?, schema: String) {
        state.withLock { _ = $0.schemas.insert(SchemaKey(database, schema)) }
    }

    /// Adds a relation; one of the same name stays as it is.
    public func add(_ relation: Relation) {
        state.withLock { _ = $0.add(relation) }
    }

    /// Records that `dependent` goes when `referenced` is dropped with cascade; relations not yet known become
    /// `external` ones. Links to schemas outside of the cache are ignored: we never drop anything there.
    public func addLink(from dependent: Relation, to referenced: Relation) {
        state.withLock { state in
            guard state.schemas.contains(Key(referenced).schemaKey) else { return }
            var target = referenced
            target.type = .external
            var source = dependent
            source.type = .external
            let referencedNumber = state.add(target)
            let dependentNumber = state.add(source)
            guard referencedNumber != dependentNumber else { return }
            state.entries[referencedNumber]?.dependents.insert(dependentNumber)
            state.entries[dependentNumber]?.dependencies.insert(referencedNumber)
        }
    }

    /// Forgets a relation and what a cascade takes along; an unknown one is ignored.
    public func drop(_ relation: Relation) {
        state.withLock { state in
            if let number = state.numbers[Key(relation)] { state.removeCascading(number) }
        }
    }

    /// Forgets a schema with everything in it.
    public func dropSchema(database: String?, schema: String?) {
        state.withLock { state in
            let key = SchemaKey(database, schema)
            guard state.schemas.contains(key) else { return }
            for number in state.members[key] ?? [] { state.removeCascading(number) }
            state.schemas.remove(key)
        }
    }

    /// Gives a relation a new name; what depends on it stays bound. An unknown one is added under the new name.
    /// - Throws: when the new name is taken.
    public func rename(_ old: Relation, to new: Relation) throws(Diagnostic) {
        let collision: String? = state.withLock { state in
            let newKey = Key(new)
            guard state.numbers[newKey] == nil else { return new.identifier ?? "" }
            guard let number = state.numbers.removeValue(forKey: Key(old)) else {
                _ = state.add(new)
                return nil
            }
            state.members[Key(old).schemaKey]?.remove(number)
            state.entries[number]?.relation.database = new.database
            state.entries[number]?.relation.schema = new.schema
            state.entries[number]?.relation.identifier = new.identifier
            state.numbers[newKey] = number
            state.members[newKey.schemaKey, default: []].insert(number)
            state.schemas.insert(newKey.schemaKey)
            return nil
        }
        if let collision { throw Self.collision(collision, new) }
    }

    /// What the cache knows under some names, for taking back what a failed step has told it.
    public struct Checkpoint: Sendable {
        fileprivate var entries: [Key: (number: Int, entry: Entry)?]
    }

    /// - Parameter relations: names that nobody else works with meanwhile.
    public func checkpoint(of relations: [Relation]) -> Checkpoint {
        state.withLock { state in
            var entries: [Key: (number: Int, entry: Entry)?] = [:]
            for key in relations.map(Key.init) {
                let found = state.numbers[key].flatMap { number in state.entries[number].map { (number, $0) } }
                entries.updateValue(found, forKey: key)
            }
            return Checkpoint(entries: entries)
        }
    }

    /// Knows again under these names what it knew then.
    public func restore(_ checkpoint: Checkpoint) {
        state.withLock { state in
            for (key, saved) in checkpoint.entries {
                if let number = state.numbers[key] { state.remove(number) }
                if let saved { state.remove(saved.number) }
            }
            for case let (key, saved?) in checkpoint.entries { state.put(saved.entry, as: saved.number, under: key) }
        }
    }

    /// The relations of a schema, in the order in which they became known.
    public func relations(database: String?, schema: String) -> [Relation] {
        state.withLock { state in
            (state.members[SchemaKey(database, schema)] ?? []).sorted().compactMap { state.entries[$0]?.relation }
        }
    }

    /// The relation of a name that is the same but for case; looking it up takes no longer in a big schema.
    func candidate(database: String?, schema: String, identifier: String) -> Relation? {
        state.withLock { state in
            let key = Key(Relation(database: database, schema: schema, identifier: identifier))
            return state.numbers[key].flatMap { state.entries[$0]?.relation }
        }
    }

    /// Forgets everything.
    public func clear() {
        state.withLock { $0 = State() }
    }

    private static func collision(_ identifier: String, _ new: Relation) -> Diagnostic {
        var message = "Cache inconsistency detected: in rename, new key \(new.render()) already in cache"
        for suffix in ["__dbt_backup", "__dbt_tmp"] where identifier.hasSuffix(suffix) {
            let prefix = identifier.dropLast(suffix.count)
            message +=
                "\n\nName collisions can occur when the length of two models' names approach your database's builtin "
                + "limit. Try restructuring your project such that no two models share the prefix '\(prefix)'. Then, "
                + "clean your warehouse of any removed models."
        }
        return Diagnostic(.cacheRenameCollision, message, family: .internal)
    }
}
