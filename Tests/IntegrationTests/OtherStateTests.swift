import Foundation
import Testing

/// What commands do with the state that another environment has left: `--defer` and `clone`.
@Suite(.enabled(if: BuiltProgram.hasServer && BuiltProgram.isUsable))
struct OtherStateTests {
    /// A project that was built in production; its artifacts are in `state`.
    private func project() throws -> TestProject {
        let project = try TestProject([
            "seeds/raw.csv": "id,amount\n1,10\n2,20\n",
            "models/stg.sql": "{{ config(materialized='table') }} select id, amount from {{ ref('raw') }}",
            "models/doubled.sql":
                "{{ config(materialized='ephemeral') }} select id, 2 * amount as amount from {{ ref('stg') }}",
            "models/mart.sql": "select id, amount from {{ ref('doubled') }}",
            "models/total.sql": "{{ config(materialized='table') }} select sum(amount) as total from {{ ref('mart') }}",
            "tests/positive.sql": "select * from {{ ref('stg') }} where amount < 0",
        ])
        let (status, output) = try project.start("build", "--target", "prod", "--target-path", "state").finish()
        #expect(status == 0, "\(output)")
        return project
    }

    private func compiled(_ name: String, in project: TestProject) throws -> String {
        try String(contentsOf: project.folder.appending(path: "target/compiled/p/models/\(name).sql"), encoding: .utf8)
    }

    private func kind(of relation: String, in project: TestProject) throws -> String? {
        try project.query("select relkind::text from pg_class where oid = to_regclass('\(project.schema).\(relation)')")
    }

    @Test func readsThereWhatDoesNotExistHere() throws {
        let project = try project()
        let (status, output) = try project.start("run", "-s", "mart", "--defer", "--state", "state").finish()
        #expect(status == 0, "\(output)")
        #expect(try compiled("mart", in: project).contains("\"\(project.productionSchema)\".\"stg\""))
        let compile = ["compile", "-s", "mart", "--no-introspect", "--defer", "--state", "state"]
        #expect(try project.start(compile).finish().status == 0)
        #expect(try project.start("test", "--defer", "--state", "state").finish().status == 0)
        #expect(try project.start("run", "-s", "total", "--defer", "--state", "state").finish().status == 0)
        #expect(try compiled("total", in: project).contains("\"\(project.schema)\".\"mart\""))
        #expect(try project.query("select total::text from \(project.schema).total") == "60")
    }

    @Test func favorsTheStateForWhatIsNotSelected() throws {
        let project = try project()
        #expect(try project.start("build").finish().status == 0)
        let favoring = ["--defer", "--favor-state", "--defer-state", "state"]
        #expect(try project.start(["compile", "-s", "total"] + favoring).finish().status == 0)
        #expect(try compiled("total", in: project).contains("\"\(project.productionSchema)\".\"mart\""))
        #expect(try project.start(["compile", "-s", "mart", "total"] + favoring).finish().status == 0)
        #expect(try compiled("total", in: project).contains("\"\(project.schema)\".\"mart\""))
        let manifest = try String(contentsOf: project.folder.appending(path: "target/manifest.json"), encoding: .utf8)
        #expect(!manifest.contains("\"defer_relation\""))
    }

    @Test(arguments: [
        (["compile", "--defer"], "--state or --defer-state are required for deferral, but neither was provided"),
        (["clone"], "--state or --defer-state are required for deferral, but neither was provided"),
        (["run", "--defer", "--state", "nowhere"], "Could not find manifest in --state path: \"nowhere\""),
        (["ls", "-s", "state:new", "--state", "nowhere"], "Got a state selector method, but no comparison manifest"),
        (["ls", "-s", "result:error", "--state", "nowhere"], "No comparison run_results"),
        (["ls", "-s", "source_status:fresher", "--state", "state"], "No previous state comparison freshness results"),
    ])
    func saysWhatIsMissing(_ arguments: [String], _ sentence: String) throws {
        let project = try project()
        let (status, output) = try project.start(arguments).finish()
        #expect(status == 2)
        #expect(output.contains(sentence), "\(output)")
    }

    @Test func clonesAreViews() throws {
        let project = try project()
        let (status, output) = try project.start("clone", "--state", "state").finish()
        #expect(status == 0, "\(output)")
        #expect(
            try project.results() == [
                "model.p.mart": "success", "model.p.stg": "success", "model.p.total": "success",
                "seed.p.raw": "success",
            ])
        #expect(try kind(of: "total", in: project) == "v")
        #expect(try project.query("select total::text from \(project.schema).total") == "60")
        #expect(try project.start("clone", "--state", "state").finish().output.contains("already exists"))
        #expect(try project.start("run", "-s", "total").finish().status == 0)
        #expect(try kind(of: "total", in: project) == "r")
        let again = ["clone", "--state", "state", "-f", "--resource-type", "model"]
        #expect(try project.start(again).finish().status == 0)
        #expect(try kind(of: "total", in: project) == "v")
        #expect(try project.results()["seed.p.raw"] == nil)
    }

    @Test func aCloneOfWhatIsGoneIsAnError() throws {
        let project = try project()
        _ = try project.query("drop table \(project.productionSchema).total")
        let (status, output) = try project.start("clone", "--state", "state").finish()
        #expect(status == 1, "\(output)")
        #expect(try project.results().filter { $0.value == "error" }.keys.sorted() == ["model.p.total"])
    }

    @Test func projectsSayHowTablesAreCloned() throws {
        let project = try project()
        try project.write(
            "macros/clone.sql",
            """
            {% macro postgres__can_clone_table() %}{{ return(True) }}{% endmacro %}
            {% macro postgres__create_or_replace_clone(this_relation, defer_relation) %}
            create table {{ this_relation }} as select * from {{ defer_relation }};
            commit
            {% endmacro %}
            """)
        let (status, output) = try project.start("clone", "--state", "state").finish()
        #expect(status == 0, "\(output)")
        #expect(try kind(of: "total", in: project) == "r")
        #expect(try kind(of: "mart", in: project) == "v")
    }
}
