import Adapter
import Diagnostics
import Postgres
import Testing

@Suite(.enabled(if: TestServer.isAvailable)) struct AdapterSessionTests {
    /// Recorded from dbt-adapters 1.24.5 with psycopg2 2.9.
    @Test func typesQueryResultsAsDbtDoes() throws {
        let session = try TestServer.session()
        _ = try session.execute("set timezone to 'Europe/Berlin'")
        for recorded in try Recorded.cases("query_types") {
            let sql = try #require(recorded["sql"] as? String)
            let table = try session.execute(sql, fetch: true).table
            #expect(table.columnTypes[0].rawValue == recorded["type"] as? String, "\(sql)")
            let cells = (0..<table.rowCount).map { table[$0, 0].string }
            #expect(try cells == Recorded.texts(recorded["cells"]), "\(sql)")
        }
    }

    @Test func namesColumnsTwice() throws {
        let table = try TestServer.session().execute("select 1 as a, 2 as a, 3 as b, 4 as a", fetch: true).table
        #expect(table.columnNames == ["a", "a_2", "b", "a_3"])
    }

    @Test func answersWithDbtsResponse() throws {
        let session = try TestServer.session()
        let created = try session.execute("create temporary table t as select generate_series(1, 3) as a").response
        #expect(created == AdapterResponse(message: "SELECT 3", code: "SELECT", rowsAffected: 3))
        #expect(try session.execute("insert into t values (4)").response.message == "INSERT 0 1")
        let view = try session.execute("create temporary view v as select 1").response
        #expect(view == AdapterResponse(message: "CREATE VIEW", code: "CREATE VIEW", rowsAffected: -1))
        #expect(try session.execute("select * from t", fetch: true, limit: 2).table.rowCount == 2)
    }

    @Test func logsStatementsWithTheirComment() throws {
        final class Log { var events: [SessionEvent] = [] }
        let log = Log()
        let session = try TestServer.session { log.events.append($0) }
        session.queryComment = try QueryComment("{\"app\": \"dbt\"}")
        _ = try session.execute("select 1", autoBegin: true)
        try session.commit()
        #expect(
            log.events == [
                .opening(connection: "test"), .used(connection: "test"),
                .query(connection: "test", sql: "/* {\"app\": \"dbt\"} */\nselect 1"), .queryStatus(status: "SELECT 1"),
                .commit(connection: "test"), .used(connection: "test"), .query(connection: "test", sql: "COMMIT"),
                .queryStatus(status: "COMMIT"),
            ])
    }

    @Test func reportsErrorsInDbtsWords() throws {
        let session = try TestServer.session()
        let error = #expect(throws: Diagnostic.self) { try session.execute("select\n  nothing", autoBegin: true) }
        #expect(error?.family == .database)
        #expect(error?.message == "column \"nothing\" does not exist\nLINE 2:   nothing\n          ^")
        #expect(session.lastFailure?.error.sqlstate == "42703")
        _ = try session.execute("select 1")
    }

    @Test func commitsOnlyWhatIsOpen() throws {
        let session = try TestServer.session()
        _ = try session.execute("select 1")
        #expect(throws: Diagnostic.self) { try session.commit() }
    }

    @Test func aRecycledSessionIsLikeNew() throws {
        let session = try TestServer.session()
        _ = try session.execute("create temporary table t (a int)", autoBegin: true)
        try session.commit()
        _ = try session.execute("set search_path to pg_catalog")
        session.recycle(as: "next")
        #expect(session.name == "next")
        let table = try session.execute(
            "select to_regclass('pg_temp.t') is null, current_setting('search_path')", fetch: true
        ).table
        #expect(table[0, 0] == .bool(true))
        #expect(table[0, 1].string?.contains("public") == true)
    }

    @Test func aReleasedSessionHoldsNoLocks() throws {
        let session = try TestServer.session()
        let other = try TestServer.session()
        _ = try session.execute(
            "drop table if exists adapter_locked; create table adapter_locked (a int)", autoBegin: true)
        try session.commit()
        session.recycle(as: "reader")
        _ = try session.execute("select * from adapter_locked")
        _ = try other.execute("set lock_timeout to '100ms'")
        #expect(throws: Diagnostic.self) { try other.execute("drop table adapter_locked", autoBegin: true) }
        session.release()
        _ = try other.execute("drop table adapter_locked", autoBegin: true)
        try other.commit()
    }

    @Test func readsTheCatalogueOnce() throws {
        let session = try TestServer.session()
        _ = try session.execute(
            """
            drop schema if exists "Adapter_Snapshot" cascade; create schema "Adapter_Snapshot";
            set local search_path to "Adapter_Snapshot";
            create table t (a int); create view v as select a from t; create view w as select a from v;
            create materialized view m as select a from t
            """)
        let cache = RelationCache()
        try CatalogueSnapshot.load(schemas: ["ADAPTER_snapshot"], database: "db", into: cache, using: session)
        let relations = cache.relations(database: "db", schema: "adapter_snapshot")
        #expect(relations.map(\.identifier) == ["m", "t", "v", "w"])
        #expect(relations.map(\.type) == [.materializedView, .table, .view, .view])
        cache.drop(Relation(database: "db", schema: "Adapter_Snapshot", identifier: "v"))
        #expect(cache.relations(database: "db", schema: "adapter_snapshot").map(\.identifier) == ["m", "t"])
        session.rollback()
        session.close()
    }

    @Test func cancelsWhatIsRunningAndSendsNothingMore() throws {
        let registry = SessionRegistry()
        let session = AdapterSession(try TestServer.settings(), name: "one", registry: registry)
        try session.open()
        #expect(registry.cancelAll() == [], "an idle session has nothing to cancel")
        registry.close()
        #expect {
            _ = try session.query("select 1")
        } throws: { error in (error as? Diagnostic)?.code == .databaseCancelled }
        session.close()
        #expect(!registry.hasSessions)
    }

    @Test func doublesQuotesInNames() {
        #expect(Relation(database: "d", schema: "s", identifier: "a\"b").render() == #""d"."s"."a""b""#)
    }
}
