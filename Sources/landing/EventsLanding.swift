internal import Platform

/// Pipeline 4: the events of a shop, one compressed file an hour.
///
/// As with real streams, some events arrive up to two days late, in the file of the hour in which they arrive, and some
/// arrive a second time.
struct EventsLanding: PipelineFiles {
    static let firstDay = Day(2024, 5, 1)
    private static let weekdayWeights = [12, 10, 9, 9, 10, 11, 13]
    private static let hourWeights = [
        8, 5, 3, 2, 2, 3, 6, 12, 18, 22, 25, 27, 29, 28, 26, 26, 28, 32, 38, 44, 46, 38, 25, 14,
    ]

    /// An event, and the hours of the files in which it arrives: none when that is after the end.
    private struct Arrival {
        var event: Event
        var hours: [Int]
    }

    let days: Int
    private let sessionCount: Int
    private let seed: UInt64
    private let customers: EventsCustomers
    private let products: EventsProducts
    /// How many visits start in each hour.
    private let sessionsByHour: [Int]

    private var hours: Int { days * 24 }

    init(_ settings: Settings) {
        let isSmall = settings.scale == .small
        seed = settings.seed
        days = isSmall ? 14 : 60
        sessionCount = isSmall ? 3_900 : 195_000
        customers = EventsCustomers(seed: seed, count: isSmall ? 1_500 : 40_000, days: days)
        products = EventsProducts(seed: seed)
        var random = SplitMix64(seed, "events.hours")
        sessionsByHour = divide(
            sessionCount,
            by: (0..<(days * 24)).map { hour in
                let weekday = (Self.firstDay + hour / 24).weekday
                return Self.hourWeights[hour % 24] * Self.weekdayWeights[weekday] * (100 + hour / 24)
                    * random.between(85...115)
            })
    }

    func write(to folder: LandingFolder) throws(FileError) {
        // What arrives in hours to come.
        var waiting: [Int: [Event]] = [:]
        for hour in 0..<hours {
            for arrival in arrivals(hour) {
                for hour in arrival.hours { waiting[hour, default: []].append(arrival.event) }
            }
            try write(waiting.removeValue(forKey: hour) ?? [], hour: hour, to: folder)
        }
    }

    /// A further hour with visits of its own, and what is wrong.
    func plant(_ fault: Fault, slot: Int, in folder: LandingFolder) throws(FileError) {
        let hour = hours + slot
        var events = sessions(20, in: hour).flatMap(\.events).filter { $0.hour == hour }
        switch fault {
        case .eventsLate: events += sessions(1, in: hour - 48, purpose: "events.planted").flatMap(\.events)
        case .eventsTooLate: events += sessions(1, in: hour - 120, purpose: "events.planted").flatMap(\.events)
        case .eventsDuplicate:
            let onTime = arrivals(hours - 1).filter { $0.hours == [hours - 1] }
            if !onTime.isEmpty { events.append(onTime[slot % onTime.count].event) }
        case .eventsMissingField:
            events += sessions(1, in: hour, purpose: "events.planted", hasEventIDs: false)
                .flatMap(\.events).prefix(1)
        case .eventsMalformedFile:
            for event in events.prefix(1) {
                events.append(Event(moment: event.moment, line: Array(event.line.prefix(event.line.count / 2))))
            }
        default: break
        }
        try write(events, hour: hour, to: folder)
    }

    private func write(_ events: [Event], hour: Int, to folder: LandingFolder) throws(FileError) {
        var name = TextBuffer()
        name.text("events/\((Self.firstDay + hour / 24).text)/")
        name.padded(hour % 24, 2)
        name.text("/events-")
        name.padded(hour % 24, 2)
        name.text(".ndjson.gz")
        // Latecomers stand at the end, as they came.
        let timely = events.indices.filter { events[$0].hour == hour }
            .sorted { (events[$0].moment, $0) < (events[$1].moment, $1) }
        let late = events.indices.filter { events[$0].hour != hour }
        try folder.write(String(decoding: name.bytes, as: UTF8.self)) { file throws(FileError) in
            for index in timely + late {
                file.text.text(events[index].line)
                try file.endLine()
            }
        }
    }

    /// The events of all visits that start in an hour, and when they arrive.
    private func arrivals(_ hour: Int) -> [Arrival] {
        var random = SplitMix64(seed, "events.arrivals", hour)
        return sessions(sessionsByHour[hour], in: hour).flatMap(\.events).map { event in
            let delay = random.chance(5, in: 1_000) ? random.between(1...47) : 0
            let repetition = random.chance(2, in: 1_000) ? random.between(1...24) : nil
            let first = event.hour < hours ? min(event.hour + delay, hours - 1) : hours
            let arrivals = [first] + (repetition.map { [first + $0] } ?? [])
            return Arrival(event: event, hours: arrivals.filter { $0 < hours })
        }
    }

    private func sessions(
        _ count: Int, in hour: Int, purpose: StaticString = "events.sessions", hasEventIDs: Bool = true
    ) -> [EventsSession] {
        var random = SplitMix64(seed, purpose, hour)
        return (0..<count).map { number in
            var id = TextBuffer()
            id.text(purpose.description == "events.sessions" ? "E-" : "EX-")
            id.text((Self.firstDay + hour / 24).compact)
            id.padded(hour % 24, 2)
            id.byte("-")
            id.padded(number + 1, 4)
            return EventsSession(
                start: hour * 3_600_000 + random.below(3_600_000),
                customer: customers.customer(on: hour / 24, &random), products: products,
                orderID: String(decoding: id.bytes, as: UTF8.self), hasEventIDs: hasEventIDs, &random)
        }
    }
}
