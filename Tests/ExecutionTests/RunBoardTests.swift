import ProjectGraph
import ProjectModel
import Testing

@testable import Execution

@Suite struct RunBoardTests {
    /// `a` and `b` are free, `c` reads `a`.
    private func board() throws -> RunBoard {
        var project = ParsedProject(rootPackage: "p", projects: [:])
        for (name, refs) in [("a", []), ("b", []), ("c", ["a"]), ("d", [])] {
            var node = Node(
                uniqueID: name, resourceType: .model, name: name, packageName: "p", path: "", originalFilePath: "",
                fqn: [], checksum: .none, rawCode: "")
            node.refs = refs.map { RefCall(name: $0) }
            project.nodes.append(node)
        }
        let manifest = try Manifest.resolve(project) { _ in }
        let plan = Plan(
            executing: ["a", "b", "c", "d"], of: manifest, order: try manifest.graph.topologicalOrder(),
            ordering: .dependencies)
        // By level, then by id.
        #expect(plan.steps.map(\.id) == ["a", "b", "d", "c"])
        return RunBoard(plan)
    }

    @Test func aTestThatFailsTheRunLetsWhatRunsComeToItsEnd() throws {
        let board = try board()
        #expect(board.next()?.step == 0)
        #expect(board.next()?.step == 1)
        #expect(board.finish(0, NodeResult(id: "a", status: .fail), halts: true) == [3, 2])
        #expect(!board.isStopped, "running steps are not told to stop")
        #expect(board.finish(1, NodeResult(id: "b", status: .success)) == [])
        #expect(board.next() == nil)
    }

    @Test func aSecondOneSkipsNothingTwice() throws {
        let board = try board()
        _ = board.next()
        _ = board.next()
        #expect(board.finish(0, NodeResult(id: "a", status: .fail), halts: true).sorted() == [2, 3])
        #expect(board.finish(1, NodeResult(id: "b", status: .fail), halts: true) == [])
        #expect(board.next() == nil)
    }
}
