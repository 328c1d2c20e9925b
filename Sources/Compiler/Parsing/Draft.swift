internal import Diagnostics
internal import Formats
internal import ProjectLoading
internal import ProjectModel

/// A node on its way through the parse phase: what its file says, before configuration and properties are applied.
struct Draft {
    var node: Node
    /// What is rendered; nil for seeds, whose text is data.
    var code: SourceText?
    /// What a yml file says of it.
    var properties: ResourceProperties?
    /// Configuration that counts as a `config()` call in the code: that of a generic test.
    var calls: DataMapping = [:]
    /// The arguments of a generic test.
    var testArguments: DataMapping?
    /// What a generic test is attached to.
    var testTarget: TestDeclaration.Target?
    /// Where the entry of a generic test stands.
    var place: PropertyPlace?
    /// Tags that come with a generic test.
    var extraTags: [String] = []

    init(_ node: Node, code: SourceText?, properties: ResourceProperties? = nil) {
        self.node = node
        self.code = code
        self.properties = properties
    }
}
