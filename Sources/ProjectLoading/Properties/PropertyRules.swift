/// Which texts of a properties file are templates that are rendered when the file is read.
///
/// Source: dbt-core 1.11, SchemaYamlRenderer (dbt/parser/schema_renderer.py).
enum PropertyRules {
    /// - Parameters:
    ///   - path: keys from the entry down, nil for an item of a list.
    ///   - section: `models`, `sources`, …
    static func isRendered(_ path: ArraySlice<String?>, in section: String) -> Bool {
        guard let first = path.first else { return true }
        switch section {
        case "sources":
            if first == "description" || first == "loaded_at_query" { return false }
            if first == "config", path.count >= 2, path[path.startIndex + 1] == "loaded_at_query" { return false }
            return first != "tables" || !isLate(path.dropFirst(2))
        case "macros": return first == "arguments" ? !isLate(path.dropFirst()) : !isLate(path)
        case "metrics":
            if path.last == "filter" || path.count > 1 && path[path.endIndex - 2] == "filter" { return false }
            return !isLate(path)
        case "saved_queries":
            if first == "query_params", path.count > 1, path[path.startIndex + 1] == "where" { return false }
            return !isLate(path)
        default: return !isLate(path)
        }
    }

    /// Whether the value is rendered later or never: descriptions, tests, hooks and the query for freshness.
    private static func isLate(_ path: ArraySlice<String?>) -> Bool {
        guard let first = path.first else { return false }
        if isLateKey(first) { return true }
        let second = path.count > 1 ? path[path.startIndex + 1] : nil
        if path.count == 2, isLateKey(second) { return true }
        if first == "config", second == "pre_hook" || second == "post_hook" || second == "loaded_at_query" {
            return true
        }
        if path.count == 5, path.last == "description" { return true }
        guard path.count >= 3, let name = first else { return false }
        let third = path[path.startIndex + 2]
        return ["columns", "dimensions", "measures", "entities"].contains(name)
            && (third == "tests" || third == "data_tests" || third == "description")
    }

    private static func isLateKey(_ key: String?) -> Bool {
        switch key {
        case "tests"?, "data_tests"?, "description"?, "loaded_at_query"?: true
        default: false
        }
    }
}
