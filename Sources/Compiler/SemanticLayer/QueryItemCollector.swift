internal import Jinja

/// The names that templates of the semantic layer know, and the items that they print.
///
/// Source: dbt-semantic-interfaces 0.9, parsing/text_input/rendering_helper.py.
final class QueryItemCollector: NameResolver {
    private(set) var items: [QueryItem] = []
    private let ordersItems: Bool
    private var functions: [String: Value] = [:]

    init(ordersItems: Bool) {
        self.ordersItems = ordersItems
        let python = "ObjectBuilderJinjaRenderHelper.get_function_for_"
        add(.dimension, Signature("\(python)dimension.<locals>._create", required: ["name"], optional: ["entity_path"]))
        add(
            .timeDimension,
            Signature(
                "\(python)time_dimension.<locals>._create", required: ["time_dimension_name"],
                optional: ["time_granularity_name", "entity_path", "descending", "date_part_name"]))
        add(
            .entity,
            Signature("\(python)entity.<locals>._create", required: ["entity_name"], optional: ["entity_path"]))
        add(.metric, Signature("\(python)metric.<locals>._create", required: ["metric_name"], optional: ["group_by"]))
    }

    func lookup(_ name: String, _ renderer: Renderer) throws(TemplateError) -> Value? {
        if let function = functions[name] { return function }
        if Environment().globals[name] != nil { return nil }
        // Undefined names are errors here, also those that are only printed.
        throw TemplateError(.undefined, "'\(name)' is undefined")
    }

    func collect(_ item: QueryItem) {
        if !items.contains(item) { items.append(item) }
    }

    private func add(_ kind: QueryItem.Kind, _ signature: Signature) {
        let methods = methods(of: kind)
        functions[kind.rawValue] = .function("_create") { [unowned self] arguments, _ throws(TemplateError) in
            let values = try signature.bind(arguments)
            func value(_ name: String) -> Value? { signature.parameters.firstIndex(of: name).flatMap { values[$0] } }
            guard let name = values[0]?.string else {
                throw TemplateError(.attribute, "'\(values[0]?.typeName ?? "object")' object has no attribute 'split'")
            }
            var item = QueryItem(kind: kind, name: name)
            item.entityPath = try value("entity_path")?.texts ?? []
            item.groupBy = try value("group_by")?.texts ?? []
            item.granularity = value("time_granularity_name")?.string
            item.datePart = value("date_part_name")?.string
            item.isDescending = try value("descending").flatMap { value throws(TemplateError) in
                value.isNone ? nil : try value.isTrue()
            }
            try item.validate()
            return .object(QueryItemObject(item, methods: methods, collector: self))
        }
    }

    private func methods(of kind: QueryItem.Kind) -> [String] {
        switch kind {
        case .dimension: ["descending", "grain", "date_part"]
        default: ordersItems ? ["descending"] : []
        }
    }
}

/// An item on its way to being printed.
private final class QueryItemObject: Object {
    private var item: QueryItem
    private let methods: [String]
    private unowned let collector: QueryItemCollector

    init(_ item: QueryItem, methods: [String], collector: QueryItemCollector) {
        self.item = item
        self.methods = methods
        self.collector = collector
    }

    override func attribute(_ name: String) throws(TemplateError) -> Value? {
        switch name {
        case "grain":
            method(name, "time_granularity") { item, value throws(TemplateError) in
                item.granularity = value.string ?? item.granularity
            }
        case "date_part":
            method(name, "date_part_name") { item, value throws(TemplateError) in
                item.datePart = value.string ?? item.datePart
            }
        case "descending":
            method(name, "_is_descending") { item, value throws(TemplateError) in
                item.isDescending = try value.isTrue() ? true : item.isDescending ?? false
            }
        default: nil
        }
    }

    private func method(
        _ name: String, _ parameter: String,
        _ change: @escaping (inout QueryItem, Value) throws(TemplateError) -> Void
    ) -> Value {
        let signature = Signature("_RenderingClassForJinjaTemplate.\(name)", required: [parameter])
        return .function(name) { [self] arguments, _ throws(TemplateError) in
            guard let value = try signature.bind(arguments)[0] else { return .object(self) }
            var changed = item
            try change(&changed, value)
            try changed.validate()
            guard methods.contains(name) else {
                throw QueryItem.Failure.syntax("`\(name)` can't be used with `\(item.kind.rawValue)` in this context.")
            }
            item = changed
            return .object(self)
        }
    }

    override func str() throws(TemplateError) -> Text {
        collector.collect(item)
        return .empty
    }
}

extension Value {
    /// The texts of a list or tuple.
    fileprivate var texts: [String] {
        get throws(TemplateError) {
            var texts: [String] = []
            let iterator = try makeIterator()
            while let item = try iterator.next() { texts.append(try item.str().string) }
            return texts
        }
    }
}
