internal import Diagnostics
public import Jinja
public import TemplateLibrary

/// A column of a relation as templates see it: `api.Column` makes them, and so do the catalogue queries.
public final class ColumnObject: MethodObject {
    public let column: DatabaseColumn

    public init(_ column: DatabaseColumn) { self.column = column }

    public override var typeName: String { "dbt.adapters.postgres.column.PostgresColumn" }
    public override var methodNames: Set<String> { Self.methods.union(ColumnClassObject.methods) }
    public override func detached() -> (@Sendable () -> Value)? { { [column] in .object(ColumnObject(column)) } }

    private static let methods: Set<String> = [
        "is_string", "is_number", "is_float", "is_integer", "is_numeric", "string_size", "can_expand_to", "literal",
    ]

    public override func property(_ name: String) throws(TemplateError) -> Value? {
        switch name {
        case "name", "column": Value(column.name)
        case "quoted": Value(column.quoted)
        case "data_type", "expanded_data_type": Value(column.dataType)
        case "dtype": Value(column.dtype)
        case "char_size": Value(column.characterSize)
        case "numeric_precision": Value(column.numericPrecision)
        case "numeric_scale": Value(column.numericScale)
        case "TYPE_LABELS": .dict(["STRING": "TEXT"])
        default: nil
        }
    }

    public override func invoke(
        _ name: String, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value {
        switch name {
        case "is_string": return .bool(column.isString)
        case "is_number": return .bool(column.isNumber)
        case "is_float": return .bool(column.isFloat)
        case "is_integer": return .bool(column.isInteger)
        case "is_numeric": return .bool(column.isNumeric)
        case "string_size": return .int(try carrying { () throws(Diagnostic) in try column.stringSize() })
        case "can_expand_to":
            let bound = try Signature(name, required: ["other_column"]).bind(arguments)
            guard let other = (bound[0]?.object as? ColumnObject)?.column else { return false }
            return .bool(try carrying { () throws(Diagnostic) in try column.canExpand(to: other) })
        case "literal":
            let bound = try Signature(name, required: ["value"]).bind(arguments)
            return .string(Text("\(try (bound[0] ?? .null).str().string)::\(column.dataType)"))
        default: return try ColumnClassObject.call(name, arguments)
        }
    }

    public override func isEqual(to other: Value) throws(TemplateError) -> Bool {
        (other.object as? ColumnObject)?.column == column
    }

    public override func hash() throws(TemplateError) -> Int {
        throw TemplateError(.type, "unhashable type: 'PostgresColumn'")
    }

    public override func repr() throws(TemplateError) -> Text {
        func text(_ number: Int?) -> String { number.map(String.init) ?? "None" }
        let name = try Value(column.name).repr().string
        let dtype = try Value(column.dtype).repr().string
        return Text(
            "PostgresColumn(column=\(name), dtype=\(dtype), char_size=\(text(column.characterSize)), "
                + "numeric_precision=\(text(column.numericPrecision)), numeric_scale=\(text(column.numericScale)))")
    }
}

/// `api.Column`: makes columns.
final class ColumnClassObject: MethodObject {
    static let methods: Set<String> = ["create", "translate_type", "numeric_type", "string_type", "from_description"]

    override var typeName: String { "type" }
    override var isCallable: Bool { true }
    override var methodNames: Set<String> { Self.methods }
    override func repr() throws(TemplateError) -> Text { "<class 'dbt.adapters.postgres.column.PostgresColumn'>" }

    override func call(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        let bound = try Signature(
            "PostgresColumn.__init__", required: ["column", "dtype"],
            optional: ["char_size", "numeric_precision", "numeric_scale"]
        ).bind(arguments)
        return .object(
            ColumnObject(
                DatabaseColumn(
                    name: try (bound[0] ?? .null).str().string, dtype: try (bound[1] ?? .null).str().string,
                    characterSize: try Self.number(bound[2]), numericPrecision: try Self.number(bound[3]),
                    numericScale: try Self.number(bound[4]))))
    }

    override func invoke(_ name: String, _ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        try Self.call(name, arguments)
    }

    static func call(_ name: String, _ arguments: Arguments) throws(TemplateError) -> Value {
        switch name {
        case "create":
            let bound = try Signature(name, required: ["name", "label_or_dtype"]).bind(arguments)
            return .object(
                ColumnObject(
                    DatabaseColumn(
                        name: try (bound[0] ?? .null).str().string,
                        dtype: DatabaseColumn.translateType(try (bound[1] ?? .null).str().string))))
        case "translate_type":
            let bound = try Signature(name, required: ["dtype"]).bind(arguments)
            return Value(DatabaseColumn.translateType(try (bound[0] ?? .null).str().string))
        case "numeric_type":
            let bound = try Signature(name, required: ["dtype", "precision", "scale"]).bind(arguments)
            return Value(
                DatabaseColumn.numericType(
                    try (bound[0] ?? .null).str().string, precision: try number(bound[1]), scale: try number(bound[2])))
        case "string_type":
            let bound = try Signature(name, required: ["size"]).bind(arguments)
            return Value("character varying(\(try (bound[0] ?? .null).str().string))")
        default:
            let bound = try Signature(name, required: ["name", "raw_data_type"]).bind(arguments)
            let (label, type) = (try (bound[0] ?? .null).str().string, try (bound[1] ?? .null).str().string)
            return .object(
                ColumnObject(
                    try carrying { () throws(Diagnostic) in try DatabaseColumn(name: label, description: type) }))
        }
    }

    /// A size from a catalogue row: an int, or a number that is one.
    private static func number(_ value: Value?) throws(TemplateError) -> Int? {
        guard let value, !value.isMissing else { return nil }
        if let number = value.int { return number }
        return Int(try value.str().string)
    }
}
