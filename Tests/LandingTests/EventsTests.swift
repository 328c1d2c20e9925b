import Foundation
import Platform
import Testing

@testable import landing

@Suite struct EventsTests {
    private let files = GeneratedFiles.small

    /// The lines of compressed files, in the order of their paths.
    private func lines(_ paths: [String], in root: String) throws -> [String] {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/bin/gzip")
        process.arguments = ["-dc"] + paths.map { "\(root)/\($0)" }
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private func documents(_ paths: [String], in root: String) throws -> [[String: Any]] {
        try lines(paths, in: root).map { line in
            try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
    }

    @Test func hasAFileForEveryHour() throws {
        let paths = try files.paths("events")
        #expect(paths.count == 14 * 24)
        #expect(paths.first == "events/2024-05-01/00/events-00.ndjson.gz")
        #expect(paths.last == "events/2024-05-14/23/events-23.ndjson.gz")
    }

    @Test func fewEventsComeTwiceAndNoneMoreOften() throws {
        let events = try documents(files.paths("events"), in: files.root)
        #expect((18_000...22_000).contains(events.count))
        let ids = Dictionary(grouping: events) { $0["event_id"] as? String ?? "" }
        #expect(ids.keys.allSatisfy { $0.utf8.count == 32 })
        #expect(ids.values.allSatisfy { $0.count <= 2 })
        #expect((10...80).contains(ids.values.count { $0.count == 2 }))
    }

    @Test func fewEventsComeLateAndNoneLaterThanThreeDays() throws {
        var late = 0
        for path in try files.paths("events") {
            let folders = path.split(separator: "/")
            let hour = "\(folders[1])T\(folders[2])"
            for event in try documents([path], in: files.root) {
                let moment = try #require(event["event_timestamp"] as? String)
                #expect(moment.prefix(13) <= hour)
                if moment.prefix(13) != hour { late += 1 }
                let days = (Int(folders[1].suffix(2)) ?? 0) - (Int(moment.prefix(10).suffix(2)) ?? 0)
                #expect(days <= 3)
            }
        }
        #expect((60...220).contains(late))
    }

    @Test func ordersAddUpAndBelongToTheirSessions() throws {
        let events = try documents(files.paths("events"), in: files.root)
        let types = Set(events.compactMap { $0["event_type"] as? String })
        #expect(types == ["session_start", "page_view", "add_to_cart", "checkout", "purchase"])
        var customerOfSession: [String: String] = [:]
        var orders: Set<String> = []
        for event in events {
            let customer = try #require((event["customer"] as? [String: Any])?["customer_id"] as? String)
            let session = try #require(event["session_id"] as? String)
            #expect(customerOfSession.updateValue(customer, forKey: session).map { $0 == customer } ?? true)
            guard let order = event["order"] as? [String: Any] else { continue }
            orders.insert(order["order_id"] as? String ?? "")
            let items = order["items"] as? [[String: Any]] ?? []
            let sum = items.reduce(0) { $0 + cents($1["unit_price"]) * ($1["quantity"] as? Int ?? 0) }
            #expect(sum > 0)
            #expect(cents(order["total"]) == sum + cents(order["shipping"]) - cents(order["discount"]))
        }
        // A web shop sells something in one visit of twenty.
        #expect((30...70).contains(1_000 * orders.count / customerOfSession.count))
    }

    @Test(arguments: [
        (Fault.eventsLate, "2024-05-13"), (.eventsTooLate, "2024-05-10"), (.eventsDuplicate, "2024-05-14"),
    ])
    func plantsEventsOfAnEarlierDay(_ fault: Fault, _ day: String) throws {
        let root = try files.copy(.events)
        defer { try? RealFiles().remove(root) }
        let paths = try #require(try Generation(root: root).plant(fault))
        #expect(paths == ["events/2024-05-15/00/events-00.ndjson.gz"])
        let days = try documents(paths, in: root).compactMap { ($0["event_timestamp"] as? String)?.prefix(10) }
        #expect(Set(days) == ["2024-05-15", day[...]])
    }

    @Test func aRepeatedEventIsOneOfTheHourBefore() throws {
        let root = try files.copy(.events)
        defer { try? RealFiles().remove(root) }
        let paths = try #require(try Generation(root: root).plant(.eventsDuplicate))
        let repeated = try #require(try lines(paths, in: root).last)
        #expect(try lines(["events/2024-05-14/23/events-23.ndjson.gz"], in: root).contains(repeated))
    }

    @Test func plantsAnEventWithoutNumberAndALineThatIsNoJSON() throws {
        let root = try files.copy(.events)
        defer { try? RealFiles().remove(root) }
        let nameless = try #require(try Generation(root: root).plant(.eventsMissingField))
        #expect(try documents(nameless, in: root).count { $0["event_id"] == nil } == 1)
        let malformed = try #require(try Generation(root: root).plant(.eventsMalformedFile))
        #expect(malformed == ["events/2024-05-15/01/events-01.ndjson.gz"])
        let broken = try lines(malformed, in: root).filter { line in
            (try? JSONSerialization.jsonObject(with: Data(line.utf8))) == nil
        }
        #expect(broken.count == 1)
    }
}
