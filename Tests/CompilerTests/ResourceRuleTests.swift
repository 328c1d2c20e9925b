import Diagnostics
import ProjectGraph
import Testing

@testable import Compiler

@Suite struct ResourceRuleTests {
    private func failure(_ files: [String: String]) -> Diagnostic? {
        do throws(Diagnostic) {
            _ = try TestProject(files).manifest()
            return nil
        } catch { return error }
    }

    @Test func anUnknownGroupIsAnError() {
        let groups = "groups: [{name: finance, owner: {name: x}}]"
        let error = failure(["models/a.sql": "{{ config(group='finanse') }} select 1", "models/s.yml": groups])
        #expect(error?.message == "Invalid group 'finanse', expected one of ['finance']")
        #expect(error?.subject == "model a (models/a.sql)")
        #expect(failure(["models/a.sql": "{{ config(group='finance') }} select 1", "models/s.yml": groups]) == nil)
    }

    @Test func namesHaveNoSpaces() {
        let files = [
            "models/a.sql": "select 1",
            "models/s.yml": "models: [{name: a, columns: [{name: x, data_tests: [not_null: {name: x is there}]}]}]",
        ]
        let error = failure(files)
        #expect(error?.message.hasPrefix("Resource names cannot contain spaces:\n  * 'test.shop.x is there.") == true)
        let flags = "name: shop\nprofile: shop\nflags: {require_resource_names_without_spaces: false}"
        #expect(failure(files.merging(["dbt_project.yml": flags]) { $1 }) == nil)
    }

    @Test func aDocsBlockIsWrittenOnce() {
        let error = failure(["models/a.md": "{% docs x %}a{% enddocs %}{% docs x %}b{% enddocs %}"])
        #expect(error?.code == .docsDuplicate)
    }

    @Test func everySelectorMustBeValid() {
        let error = failure(["selectors.yml": "selectors: [{name: a, definition: {method: foo, value: x}}]"])
        #expect(error?.message.contains("'foo' is not a valid method name") == true)
    }

    @Test func anExposureMayNameWhatNobodyKnows() {
        #expect(
            failure(["models/s.yml": "exposures: [{name: a, type: ml, owner: {name: x}, depends_on: [nope]}]"]) == nil)
    }

    @Test(arguments: [
        ("{{ config(alias='x') }}", "{{ config(alias='x') }}", true),
        ("{{ config(alias='x', materialized='ephemeral') }}", "{{ config(alias='x') }}", true),
        ("{{ config(alias='x') }}", "{{ config(alias='X') }}", false),
        ("{{ config(alias='x') }}", "{{ config(alias='x', schema='s') }}", false),
    ]) func relationsAreWrittenByOneNodeEach(first: String, second: String, isError: Bool) {
        let error = failure(["models/a.sql": "\(first) select 1", "models/b.sql": "\(second) select 1"])
        #expect((error?.code == .duplicateRelation) == isError)
    }

    @Test func testsThatStoreFailuresNeedNamesOfTheirOwn() {
        let error = failure([
            "models/a.sql": "select 1",
            "tests/a.sql": "{{ config(alias='x', store_failures=true) }} select * from {{ ref('a') }}",
            "tests/b.sql": "{{ config(alias='x', store_failures=true) }} select * from {{ ref('a') }}",
        ])
        #expect(error?.code == .duplicateRelation)
    }

    @Test func aPublicModelIsNotEphemeral() {
        let error = failure(["models/a.sql": "{{ config(access='public', materialized='ephemeral') }} select 1"])
        #expect(error?.code == .accessInvalid)
    }
}
