import Foundation
import Postgres
import Testing

@Suite(.enabled(if: TestServer.isAvailable)) struct ConnectionTests {
    @Test func returnsTheRowsAndTagOfTheLastStatement() throws {
        var connection = try TestServer.connect()
        let result = try connection.query(
            "select 1; select 'a' as x, null as y, '' as z union all select 'ü', '2', 'q' order by 1")
        #expect(result.commandTag == "SELECT 2")
        #expect(result.affectedRows == 2)
        #expect(result.columns.map(\.name) == ["x", "y", "z"])
        #expect(result.columns.map(\.typeOID) == [TypeOID.text, TypeOID.text, TypeOID.text])
        #expect(result.rows == [["a", nil, ""], ["ü", "2", "q"]])
        let limited = try connection.query("select generate_series(1, 5)", limit: 2)
        #expect(limited.rowCount == 2)
        #expect(limited.int(row: 1, column: 0) == 2)
    }

    @Test func reportsWhatWentWrongAndWhere() throws {
        var connection = try TestServer.connect()
        let error = #expect(throws: PostgresError.self) { try connection.execute("select 'ä', nothing") }
        #expect(error?.sqlstate == "42703")
        #expect(error?.characterOffset == 12)
        #expect(error?.severity == "ERROR")
        #expect(
            error?.text(for: "select 'ä', nothing") == """
                column "nothing" does not exist
                LINE 1: select 'ä', nothing
                                    ^
                """)
        #expect(connection.transactionStatus == .failed)
        try connection.rollback()
        #expect(connection.transactionStatus == .idle)
    }

    @Test func beginsWithTheFirstStatementAsPsycopgDoes() throws {
        var connection = try TestServer.connect()
        _ = try connection.execute("create temporary table t (a int)")
        #expect(connection.transactionStatus == .inTransaction)
        #expect(try connection.execute("insert into t values (1), (2)").commandTag == "INSERT 0 2")
        _ = try connection.execute("COMMIT")
        // After a COMMIT as text the rest runs in autocommit mode: statements that forbid a transaction work.
        _ = try connection.execute("vacuum t")
        #expect(connection.transactionStatus == .idle)
        try connection.rollback()
        _ = try connection.execute("select 1")
        #expect(connection.transactionStatus == .inTransaction)
        try connection.commit()
        #expect(connection.transactionStatus == .idle)
    }

    @Test func staysUsableAfterASyntaxError() throws {
        var connection = try TestServer.connect()
        #expect(throws: PostgresError.self) { try connection.execute("selec 1") }
        #expect(connection.transactionStatus == .idle)
        _ = try connection.execute("select 1")
        #expect(connection.transactionStatus == .inTransaction)
    }

    @Test func autocommitSendsNoBegin() throws {
        var settings = try TestServer.settings()
        settings.isAutocommit = true
        var connection = try Connection(settings)
        _ = try connection.execute("select 1")
        #expect(connection.transactionStatus == .idle)
    }

    @Test func refusesEmptySQLAsPsycopgDoes() throws {
        var connection = try TestServer.connect()
        let error = #expect(throws: PostgresError.self) { try connection.execute("-- nothing\n;") }
        #expect(error?.message == "can't execute an empty query")
    }

    @Test func collectsNotices() throws {
        var connection = try TestServer.connect()
        _ = try connection.query("do $$ begin raise notice 'hello'; raise warning 'careful'; end $$")
        let notices = connection.takeNotices()
        #expect(notices.map(\.message) == ["hello", "careful"])
        #expect(notices.map(\.severity) == ["NOTICE", "WARNING"])
        #expect(connection.takeNotices().isEmpty)
    }

    @Test func takesParametersApartFromTheText() throws {
        var connection = try TestServer.connect()
        let result = try connection.query(
            "select $1::text, $2::int + 1, $3::text is null", parameters: ["it's", "41", nil])
        #expect(result.rows == [["it's", "42", "t"]])
    }

    @Test func copiesRowsInAndOut() throws {
        var connection = try TestServer.connect()
        _ = try connection.query("create temporary table t (a int, b text)")
        let result = try connection.copyIn("copy t from stdin") { writer throws(PostgresError) in
            for index in 0..<20_000 { try writer.write("\(index)\tvalue \(index)\n".utf8) }
        }
        #expect(result.commandTag == "COPY 20000")
        var lines = 0
        _ = try connection.copyOut("copy t to stdout") { _ in lines += 1 }
        #expect(lines == 20_000)
        let error = #expect(throws: PostgresError.self) {
            try connection.copyIn("copy t from stdin") { writer throws(PostgresError) in try writer.write("x\ty\n".utf8)
            }
        }
        #expect(error?.sqlstate == "22P02")
        #expect(try connection.query("select 1").rows == [["1"]])
    }

    @Test func pipelinesManyStatementsAndNamesTheOneThatFails() throws {
        var connection = try TestServer.connect()
        let big = String(repeating: "x", count: 5000)
        let results = try connection.pipeline((0..<200).map { "select \($0), '\(big)'" })
        #expect(results.count == 200)
        #expect(results[199].int(row: 0, column: 0) == 199)
        let error = #expect(throws: PipelineError.self) {
            try connection.pipeline(["create temporary table p (a int)", "select nothing", "select 1"])
        }
        #expect(error?.index == 1)
        #expect(error?.error.sqlstate == "42703")
        #expect(try connection.query("select to_regclass('pg_temp.p') is null").bool(row: 0, column: 0) == true)
    }

    @Test func anotherThreadCanCancel() throws {
        var connection = try TestServer.connect()
        let process = try #require(connection.query("select pg_backend_pid()").int(row: 0, column: 0))
        let handle = connection.cancelHandle()
        // A request that comes before the statement would be lost, so it is made when the server has begun to sleep.
        let canceller = Thread {
            guard var observer = try? TestServer.connect() else {
                handle.cancel()
                return
            }
            let isAsleep = "select wait_event = 'PgSleep' from pg_stat_activity where pid = \(process)"
            while (try? observer.query(isAsleep).bool(row: 0, column: 0)) != true {}
            handle.cancel()
        }
        canceller.start()
        let error = #expect(throws: PostgresError.self) { try connection.query("select pg_sleep(600)") }
        #expect(error?.isCancellation == true)
    }

    @Test func startsWithSearchPathNameAndRole() throws {
        var settings = try TestServer.settings()
        settings.searchPath = "pg_catalog, public"
        settings.applicationName = "martlet test"
        settings.role = "pg_monitor"
        settings.keepalivesIdle = 0
        var connection = try Connection(settings)
        let result = try connection.query(
            "select current_setting('search_path'), current_setting('application_name'), current_role")
        #expect(result.rows == [["pg_catalog, public", "martlet test", "pg_monitor"]])
    }

    @Test func retriesAndThenTellsWhyWithoutThePassword() {
        var settings = ConnectionSettings()
        settings.host = "127.0.0.1"
        settings.port = 1
        settings.password = "secret-word"
        settings.retries = 1
        var retries = 0
        do {
            _ = try Connection(settings) { _, _ in retries += 1 }
            Issue.record("port 1 answered")
        } catch {
            #expect(retries == 1)
            #expect(error.message.contains("Connection refused"))
            #expect(!error.description.contains("secret-word"))
            #expect(error.isConnectionFailure)
        }
    }

    @Test func refusesNulBytes() throws {
        var connection = try TestServer.connect()
        #expect(throws: PostgresError.self) { try connection.query("select 1\0; drop table x") }
    }
}
