internal import Diagnostics
internal import Formats
internal import Jinja
internal import ProjectLoading
internal import ProjectModel

/// A thing that a filter, a grouping or an order of the semantic layer names: `Dimension('order__status').grain('day')`.
///
/// Source: dbt-semantic-interfaces 0.9, parsing/text_input.
struct QueryItem: Hashable {
    enum Kind: String {
        case dimension = "Dimension", timeDimension = "TimeDimension", entity = "Entity", metric = "Metric"
    }

    let kind: Kind
    let name: String
    var entityPath: [String] = []
    var groupBy: [String] = []
    var granularity: String?
    var datePart: String?
    var isDescending: Bool?

    /// What cannot be understood, with Python's class of the error.
    struct Failure: Error {
        let pythonClass: String
        let message: String
        /// What dbt does not tell: why a template cannot be rendered.
        var cause: String?

        /// As Python prints an exception.
        var pythonText: String { "\(pythonClass): \(message)" }

        static func syntax(_ message: String) -> TemplateError {
            TemplateError(.other, message, pythonClass: "dbt_semantic_interfaces.errors.InvalidQuerySyntax")
        }
    }

    private static let environment = Environment()

    /// The items that `template` prints, each once.
    /// - Parameter ordersItems: whether `descending` is allowed, as in the order of a saved query.
    static func items(in template: String, ordersItems: Bool = false) throws(Failure) -> [QueryItem] {
        let collector = QueryItemCollector(ordersItems: ordersItems)
        do throws(TemplateError) {
            _ = try Renderer(resolver: collector).render(Template(template, environment: environment))
        } catch {
            switch error.kind {
            case .undefined, .syntax, .security, .assertion:
                let lines = template.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }
                throw Failure(
                    pythonClass: "dbt_semantic_interfaces.parsing.text_input.ti_exceptions.QueryItemJinjaException",
                    message: "Error while processing Jinja template:\n\(lines.joined(separator: "\n"))",
                    cause: error.message)
            default: throw Failure(pythonClass: error.pythonClass, message: error.message, cause: error.message)
            }
        }
        return collector.items
    }

    /// The only item of `text`, an expression.
    static func item(_ text: String, ordersItems: Bool = false) throws(Failure) -> QueryItem {
        let items = try items(in: "{{ \(text) }}", ordersItems: ordersItems)
        guard items.count == 1 else {
            throw Failure(
                pythonClass: "dbt_semantic_interfaces.errors.InvalidQuerySyntax",
                message: "Did not get exactly one query item from: \(DataValue.string(text).pythonRepr)")
        }
        return items[0]
    }

    /// Checks what depends on nothing but the item.
    func validate() throws(TemplateError) {
        switch kind {
        case .entity, .metric:
            let type = "<QueryItemType.\(kind.rawValue.uppercased()): '\(kind.rawValue)'>"
            for (key, value) in [("time_granularity_name", granularity), ("date_part_name", datePart)] {
                guard let value else { continue }
                throw Failure.syntax(
                    "self.\(key)=\(DataValue.string(value).pythonRepr) is not supported for item_type=\(type)")
            }
            if kind == .metric, !ElementName(name).entities.isEmpty {
                throw Failure.syntax("The name of the metric should not have entity links.")
            }
        case .dimension, .timeDimension:
            let parts = ["year", "quarter", "month", "day", "dow", "doy"]
            guard let datePart, !parts.contains(datePart.lowercased()) else { return }
            throw Failure.syntax(
                "\(DataValue.string(datePart).pythonRepr) is not a valid date part. Valid values are \(parts.pythonSet)"
            )
        }
    }
}

/// A name such as `order__ordered_at__month`, taken apart.
///
/// Source: dbt-semantic-interfaces 0.9, naming/dundered.py.
struct ElementName {
    let entities: [String]
    let element: String
    let granularity: String?

    /// - Parameter granularities: those that the name may end in, beyond the usual ones.
    init(_ name: String, granularities: [String] = []) {
        var parts = name.separated(by: "__")
        let last = parts[parts.count - 1]
        let isGranularity = TimeGranularity.names.contains(last) || granularities.contains(last)
        granularity = parts.count > 1 && isGranularity ? parts.removeLast() : nil
        element = parts.removeLast()
        entities = parts
    }
}

extension String {
    /// Python's `split`.
    fileprivate func separated(by separator: String) -> [String] {
        var parts: [String] = []
        var rest = self[...]
        while let range = rest.firstRange(of: separator) {
            parts.append(String(rest[..<range.lowerBound]))
            rest = rest[range.upperBound...]
        }
        return parts + [String(rest)]
    }
}
