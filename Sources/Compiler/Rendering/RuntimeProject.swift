public import Adapter
internal import Diagnostics
public import ProjectGraph
public import ProjectModel

/// What the renders of a command's second half share: the resolved project and what is known of the database.
public final class RuntimeProject: Sendable {
    public let compilation: Compilation
    public let manifest: Manifest
    public let relations: RelationCache
    /// The ids that the command works on, as `selected_resources` shows them.
    public let selected: [UniqueID]
    /// Compiled ephemeral models, shared by all that read them.
    let ephemerals = EphemeralCache()
    /// `selected` for looking an id up.
    private let selection: Set<UniqueID>
    /// What templates have put into `graph`.
    let graphAdditions = SharedMapping()

    public init(_ compilation: Compilation, manifest: Manifest, relations: RelationCache, selected: [UniqueID]) {
        self.compilation = compilation
        self.manifest = manifest
        self.relations = relations
        self.selected = selected
        selection = Set(selected)
    }

    func isSelected(_ id: UniqueID) -> Bool { selection.contains(id) }
}
