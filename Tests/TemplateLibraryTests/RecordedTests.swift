import Formats
import Foundation
import Jinja
import TemplateLibrary
import Testing

/// Templates with dates, time zones, regular expressions and the functions of dbt's base context, and what dbt made of
/// them: `Recorded/record.py` wrote the expectations.
@Suite struct RecordedTests {
    private static let cases: [DataValue] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Recorded/recorded.json")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return (try? JSON.parse(text))?["cases"]?.list ?? []
    }()

    @Test func thereAreCases() { #expect(Self.cases.count > 100) }

    @Test(arguments: cases.indices)
    func rendersAsDbtDoes(_ index: Int) throws {
        let recorded = Self.cases[index]
        let template = try #require(recorded["template"]?.string)
        do throws(TemplateError) {
            let text = try TestContext().render(template)
            #expect(text == recorded["output"]?.string, "\(template)")
        } catch {
            #expect(error.kind.rawValue == recorded["kind"]?.string, "\(template): \(error.message)")
            if let message = recorded["message"]?.string { #expect(error.message == message, "\(template)") }
        }
    }
}
