import Formats
import Platform
import ProjectGraph
import Testing

/// Every line of `Golden/*/listings.txt` is a command; below it stands what dbt-core 1.11.16 answered.
@Suite struct ListingTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var project: String
        var arguments: String
        var answer: [String]
        var testDescription: String { "\(project): \(arguments)" }
    }

    static let cases = cases(of: "p8") + cases(of: "orchard")

    static func cases(of project: String) -> [Case] {
        var cases: [Case] = []
        let text = (try? RealFiles().readText("\(Recorded.golden(project))/listings.txt")) ?? ""
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            if line.hasPrefix("  ") {
                cases[cases.count - 1].answer.append(String(line.dropFirst(2)))
            } else {
                cases.append(Case(project: project, arguments: String(line), answer: []))
            }
        }
        return cases
    }

    @Test(arguments: cases)
    func answersAsDbt(_ item: Case) throws {
        let project = try (item.project == "p8" ? Recorded.p8 : Recorded.orchard).get()
        let command = ListCommand(item.arguments)
        let state = try command.options["--state"].map { _ in
            PreviousState(manifest: try Recorded.previousOrchard.get())
        }
        #expect(command.run(project, state: state) == item.answer)
    }

    @Test func thereAreCases() { #expect(Self.cases.count > 200) }
}
