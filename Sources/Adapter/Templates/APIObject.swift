public import Jinja
internal import TemplateLibrary

/// `api`: the classes `Relation` and `Column`.
public final class APIObject: Object {
    private let relation: Value

    /// - Parameter quotePolicy: the project's quoting, which new relations get.
    public init(quotePolicy: Relation.Policy) {
        relation = .object(RelationClassObject(quotePolicy: quotePolicy))
    }

    /// `api.Column`, also known as `column`.
    public static var column: Value { .object(ColumnClassObject()) }

    public override var typeName: String { "APIObject" }

    public override func attribute(_ name: String) throws(TemplateError) -> Value? {
        switch name {
        case "Relation": relation
        case "Column": Self.column
        default: nil
        }
    }
}

/// `api.Relation`, also `adapter.Relation`: makes relations with the project's quoting.
final class RelationClassObject: MethodObject {
    private let quotePolicy: Relation.Policy

    init(quotePolicy: Relation.Policy) { self.quotePolicy = quotePolicy }

    override var typeName: String { "dbt.context.providers.RelationProxy" }
    override var methodNames: Set<String> { RelationMethods.classNames }

    override func property(_ name: String) throws(TemplateError) -> Value? { RelationObject.typeConstant(name) }

    override func invoke(_ name: String, _ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        try RelationMethods.callClass(name, arguments, quotePolicy: quotePolicy)
    }
}
