import Diagnostics
import Platform
import Testing

@testable import ProjectLoading

/// What `deps` and `clean` tell of dbt_project.yml, recorded from dbt-core 1.11.16 (`dbt clean --show-all-deprecations`);
/// the order within a mapping, random there, is that of the file.
@Suite struct ProjectSchemaTests {
    private func warnings(_ text: String) throws -> [String] {
        let loader = ProjectLoader(
            files: MemoryFiles(["/p/dbt_project.yml": "name: shop\n" + text]), environment: Environment([:]),
            options: ProjectOptions(projectDirectory: "/p", profilesDirectory: "/p"), renderer: YAMLTemplates.renderer)
        return try loader.project(requiresProfile: false).warnings.map(\.message)
    }

    /// `custom KEY PATH` and `plus KEY PATH` for the sentences that dbt uses for configurations.
    private func short(_ message: String) -> String {
        if let match = message.wholeMatch(
            of:
                #/Custom key `(.+)` found in `config` at path `(.+)` in file `/p/dbt_project.yml`\. Custom config keys should move into the `config.meta`\./#
        ) {
            return "custom \(match.1) \(match.2)"
        }
        if let match = message.wholeMatch(
            of:
                #/Missing '\+' prefix on `(.+)` found at `(.+)` in file `/p/dbt_project.yml`\. Hierarchical config values without a '\+' prefix are deprecated in dbt_project.yml\./#
        ) {
            return "plus \(match.1) \(match.2)"
        }
        return message
    }

    @Test func configurationsAreLookedThrough() throws {
        let text = """
            models:
              +materialized: view
              +enabled: 'sure'
              materialized: table
              shop:
                tags: [a]
                post-hook: select 1
                pre_hook: select 1
                meta: {owner: me, more: {deep: 1}}
                persist_docs: {relation: true}
                +meta: {owner: me}
                +column_types: {a: 1, b: text}
                +custom: 5
                +custom_map: {a: 1, b: {c: 2}}
                staging:
                  +tags: 1
                  custom: yes
                  enabled: null
                  +grants: {select: 5}
                empty:
            seeds:
              shop: {quote_columns: true, materialized: x, delimiter: ';'}
            tests:
              +severity: warn
              severity: error
              shop: {store_failures: true, nope: 1}
            exposures:
              shop: {enabled: true, group: x}
            metrics: {shop: {group: x}}
            semantic-models: {shop: {enabled: true}}
            unit_tests: {shop: {+nope: 2, tags: x}}
            """
        #expect(
            try warnings(text).map(short) == [
                "plus enabled shop.enabled", "custom group shop.group", "plus group shop.group",
                "plus materialized materialized", "plus tags shop.tags", "plus post-hook shop.post-hook",
                "custom pre_hook shop.pre_hook", "custom owner shop.meta.owner", "custom deep shop.meta.more.deep",
                "custom relation shop.persist_docs.relation", "custom a shop.+column_types.a",
                "custom +custom shop.+custom", "custom a shop.+custom_map.a", "custom c shop.+custom_map.b.c",
                "custom custom shop.staging.custom", "plus enabled shop.staging.enabled", "custom empty shop.empty",
                "plus quote_columns shop.quote_columns", "custom materialized shop.materialized",
                "plus delimiter shop.delimiter", "plus severity severity", "plus store_failures shop.store_failures",
                "custom nope shop.nope", "custom +nope shop.+nope", "plus tags shop.tags",
            ])
    }

    @Test func unknownKeysOfDispatchAreTold() throws {
        let text = "dispatch: [{macro_namespace: dbt, search_order: [shop], extra: 1}]"
        #expect(
            try warnings(text) == [
                "Custom key `extra` found at `dispatch[0]` in file `/p/dbt_project.yml`. This may mean the key is a typo, or is simply not a key supported by the object."
            ])
    }
}
