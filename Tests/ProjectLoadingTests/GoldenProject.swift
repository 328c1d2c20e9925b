import Diagnostics
import Formats
import Foundation
import Platform
import ProjectLoading
import ProjectModel

/// The project in `Golden/shop` with what dbt-core 1.11.16 made of it; `Golden/record.py` says how to record it anew.
struct GoldenProject {
    static let shop = Result { try GoldenProject("shop") }

    let loaded: LoadedProject
    /// The recorded resources by unique id.
    let expected: DataMapping

    init(_ name: String) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(name)").path()
        let options = ProjectOptions(projectDirectory: folder, profilesDirectory: folder)
        loaded = try ProjectLoader(
            files: RealFiles(), environment: Environment(), options: options, renderer: simpleRenderer
        ).load()
        let json = try JSON.parse(try RealFiles().readText("\(folder)/expected.json"))
        expected = json["resources"]?.mapping ?? [:]
    }

    /// Unique ids of recorded resources that begin with `prefix`.
    func ids(_ prefix: String) -> [String] { expected.keys.filter { $0.hasPrefix(prefix) } }
}

/// Renders `{{ var('x') }}`, `{{ target.x }}`, `{{ env_var('X') }}` and comparisons of `target.name`: enough for tests
/// that are not about Jinja.
let simpleRenderer: NativeRenderer = { template, scope, place throws(Diagnostic) in
    var pieces: [DataValue] = []
    for (index, part) in template.components(separatedBy: "{{").enumerated() {
        guard index > 0 else {
            if !part.isEmpty { pieces.append(.string(part)) }
            continue
        }
        let halves = part.components(separatedBy: "}}")
        pieces.append(try evaluate(halves[0].trimmingCharacters(in: .whitespaces), scope))
        if halves.count > 1, !halves[1].isEmpty { pieces.append(.string(halves[1])) }
    }
    if pieces.count == 1 { return pieces[0] }
    return .string(pieces.map(text).joined())
}

private func text(_ value: DataValue) -> String {
    switch value {
    case .int(let number): "\(number)"
    case .string(let text): text
    default: "\(value)"
    }
}

private func evaluate(_ expression: String, _ scope: TemplateScope) throws(Diagnostic) -> DataValue {
    let arguments = expression.components(separatedBy: "'")
    if expression.hasPrefix("var("), let value = scope.variables[arguments[1]] { return value }
    if expression.hasPrefix("env_var(") {
        if arguments[1].hasPrefix(TemplateScope.secretPrefix), scope.allowsSecrets {
            return .string(TemplateScope.secretPlaceholder(arguments[1]))
        }
        if let value = scope.environment[arguments[1]] {
            return expression.hasSuffix("| int") ? .int(Int(value) ?? 0) : .string(value)
        }
    }
    if expression.hasPrefix("target.") {
        let words = expression.components(separatedBy: " ")
        let value = scope.target?[String(words[0].dropFirst("target.".count))] ?? .null
        return words.count > 1 ? .bool(value.string == arguments[1]) : value
    }
    throw Diagnostic(Diagnostic.Code(rawValue: "jinja-test"), "cannot evaluate \(expression)")
}
