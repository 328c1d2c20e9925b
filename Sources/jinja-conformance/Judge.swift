internal import Diagnostics
internal import Formats
internal import Jinja
internal import TemplateLibrary

/// Runs a vector and compares what comes out with what is expected.
enum Judge {
    /// Why the vector fails; nil when it passes.
    static func failure(of vector: Vector) -> String? {
        let session = VectorSession(vector)
        let expectation = vector.expectation
        let logs = expectation["logs"]?.list?.compactMap(\.string) ?? []
        let problem: String?
        do throws(TemplateError) {
            problem = try judge(vector, session, expectation)
        } catch {
            problem = judge(error, expectation)
        }
        if let problem { return problem }
        return session.logs == logs ? nil : "logs \(session.logs), expected \(logs)"
    }

    private static func judge(
        _ vector: Vector, _ session: VectorSession, _ expectation: DataValue
    ) throws(TemplateError) -> String? {
        switch vector.mode {
        case "blocks":
            let blocks = try session.blocks()
            if blocks == expectation["blocks"] { return nil }
            return "blocks \(JSON.text(blocks)), expected \(expected(expectation))"
        case "native":
            let value = try TypedValue.describe(try session.evaluate())
            if let wanted = expectation["value"], TypedValue.canonical(wanted) == TypedValue.canonical(value) {
                return nil
            }
            return "value \(JSON.text(value)), expected \(expected(expectation))"
        default:
            let text = try session.render()
            if let pattern = expectation["output_regex"]?.string {
                return try session.matches(pattern, text) ? nil : "output \(shown(text)) does not match \(pattern)"
            }
            if let wanted = expectation["output"]?.string, Array(wanted.utf8) == Array(text.utf8) { return nil }
            return "output \(shown(text)), expected \(expected(expectation))"
        }
    }

    private static func judge(_ error: TemplateError, _ expectation: DataValue) -> String? {
        let got = "error \(error.kind.rawValue) \(shown(error.message)) line \(error.line.map(String.init) ?? "-")"
        guard let wanted = expectation["error"] else { return "\(got), expected \(expected(expectation))" }
        var fits = wanted["kind"]?.string == error.kind.rawValue
        if wanted["message_advisory"]?.bool != true { fits = fits && wanted["message"]?.string == error.message }
        if wanted["line_advisory"]?.bool != true, let line = wanted["line"]?.int { fits = fits && line == error.line }
        return fits ? nil : "\(got), expected \(expected(expectation))"
    }

    private static func shown(_ text: String) -> String { JSON.text(.string(text)) }

    private static func expected(_ expectation: DataValue) -> String { JSON.text(expectation) }
}
