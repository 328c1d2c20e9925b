import Diagnostics
import ProjectLoading
import Testing

/// `martlet.yml`
@Suite struct ExtensionsTests {
    @Test func withoutTheFileAllOfItIsOff() throws {
        let extensions = try TestProject([:]).load().extensions
        #expect(extensions == ProjectExtensions(schema: "s"))
        #expect(extensions.qualityLog == nil)
        #expect(!extensions.partitioning)
        #expect(extensions.load.schema == "s")
    }

    @Test func everyKeyIsReadAndRendered() throws {
        let extensions = try TestProject([
            "dbt_project.yml": "name: shop\nprofile: p\nvars: {kept: 30}\n",
            "martlet.yml": """
            quality_log:
              schema: "{{ target.schema }}_quality"
              table: checks
              retention_days: "{{ var('kept') }}"
              sample_rows: 0
            partitioning: true
            load: {schema: "{{ env_var('LOAD', 'ledger') }}", parallel: 3}
            """,
        ]).load().extensions
        var log = QualityLogSettings(schema: "s_quality")
        log.table = "checks"
        log.retentionDays = 30
        log.sampleRows = 0
        var load = LoadSettings(schema: "ledger")
        load.parallel = 3
        #expect(extensions.qualityLog == log)
        #expect(extensions.partitioning)
        #expect(extensions.load == load)
    }

    @Test(arguments: [("quality_log:", true), ("quality_log: true", true), ("quality_log: false", false), ("", false)])
    func theLogCanBeAskedForInShort(text: String, isOn: Bool) throws {
        let extensions = try TestProject(["martlet.yml": text]).load().extensions
        #expect(extensions.qualityLog == (isOn ? QualityLogSettings(schema: "s") : nil))
    }

    @Test(arguments: [
        ("[a]", "martlet.yml:1:1", "`martlet.yml` must be a mapping"),
        ("partitionning: true", "martlet.yml:1:1", "martlet.yml has no key `partitionning`"),
        ("quality_log: {rows: 1}", "martlet.yml:1:15", "quality_log has no key `rows`"),
        ("partitioning: often", "martlet.yml:1:15", "`partitioning` must be true or false"),
        ("load: {parallel: 0}", "martlet.yml:1:18", "`load.parallel` must be a whole number from 1"),
        ("load: {schema: ''}", "martlet.yml:1:16", "`load.schema` must be a name"),
    ]) func mistakesAreNamedWithTheirPlace(text: String, place: String, message: String) throws {
        let failure = try #require(TestProject(["martlet.yml": text]).failure())
        #expect(failure.message == message)
        #expect(failure.place == place)
        #expect(failure.code.rawValue == "extensions-invalid")
    }
}
