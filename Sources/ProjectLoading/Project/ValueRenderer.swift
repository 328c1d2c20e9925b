internal import Diagnostics
internal import Formats

/// Renders the values of a yml document.
///
/// Source: dbt-core 1.11, BaseRenderer (dbt/config/renderer.py).
struct ValueRenderer {
    var scope: TemplateScope
    var renderer: NativeRenderer

    /// The name of a step on the way to a value; nil for an item of a list.
    typealias Path = [String?]

    /// Renders every text of `node` for which `isRendered` says so; other values stay, dates become texts.
    func render(
        _ node: YAMLNode, in source: SourceText, isRendered: (Path) -> Bool
    ) throws(Diagnostic) -> DataValue {
        var path: Path = []
        return try render(node, source, &path, isRendered)
    }

    private func render(
        _ node: YAMLNode, _ source: SourceText, _ path: inout Path, _ isRendered: (Path) -> Bool
    ) throws(Diagnostic) -> DataValue {
        switch node.content {
        case .mapping(let entries):
            var result = DataMapping(minimumCapacity: entries.count)
            for entry in entries {
                let name = entry.name
                path.append(name)
                result[name] = try render(entry.value, source, &path, isRendered)
                path.removeLast()
            }
            return .mapping(result)
        case .sequence(let items):
            var result: [DataValue] = []
            result.reserveCapacity(items.count)
            path.append(nil)
            for item in items { result.append(try render(item, source, &path, isRendered)) }
            path.removeLast()
            return .list(result)
        case .scalar(let scalar):
            let value = scalar.dataValue
            switch value {
            case .string(let text): return isRendered(path) ? try self.text(text, (source, node.range)) : value
            case .date(let text), .timestamp(let text): return isRendered(path) ? .string(text) : value
            default: return value
            }
        }
    }

    /// Renders one text.
    func text(_ text: String, _ place: (SourceText, SourceRange)?) throws(Diagnostic) -> DataValue {
        if !Self.hasDelimiter(text) { return .string(Self.plain(text)) }
        do throws(Diagnostic) {
            let value = try renderer(text, scope, place)
            return scope.allowsSecrets ? revealed(value) : value
        } catch {
            guard error.family == .compilation else { throw error }
            var error = error
            error.message = "Could not render \(text): \(error.message)"
            throw error
        }
    }

    /// The value with the secrets that `env_var()` stood in for: templates never get hold of them.
    private func revealed(_ value: DataValue) -> DataValue {
        guard let text = value.string, text.contains(TemplateScope.secretStart) else { return value }
        var result = text
        for (name, secret) in scope.environment where name.hasPrefix(TemplateScope.secretPrefix) {
            let pieces = result.split(
                separator: TemplateScope.secretPlaceholder(name), omittingEmptySubsequences: false)
            result = pieces.joined(separator: secret)
        }
        return .string(result)
    }

    /// Whether Jinja would see more than text: `{{`, `{%` or `{#`.
    static func hasDelimiter(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            for index in bytes.indices.dropLast() where unsafe bytes[index] == UInt8(ascii: "{") {
                let next = unsafe bytes[index + 1]
                if next == UInt8(ascii: "{") || next == UInt8(ascii: "%") || next == UInt8(ascii: "#") { return true }
            }
            return false
        }
    }

    /// What Jinja makes of a text without delimiters: one final newline is dropped.
    static func plain(_ text: String) -> String {
        text.utf8.last == UInt8(ascii: "\n") ? String(text.dropLast()) : text
    }
}
