internal import Jinja

/// `modules`: Python's modules that templates may use, each made when it is first used.
enum TemplateModules {
    private static let names = ["pytz", "datetime", "re", "itertools"]

    static func make(_ host: any TemplateHost) -> Value {
        .object(
            LazyMapping(
                keys: { names },
                lookup: { name in
                    switch name {
                    case "pytz": PytzModule.make()
                    case "datetime": datetime()
                    case "re": RegexModule.make()
                    case "itertools": ItertoolsModule.make(host)
                    default: nil
                    }
                }))
    }

    private static func datetime() -> Value {
        .dict([
            "date": .object(DateClass()), "datetime": .object(DateTimeClass()), "time": .object(ClockTimeClass()),
            "timedelta": .object(TimeDeltaClass()), "tzinfo": .object(ClassObject(name: "datetime.tzinfo")),
        ])
    }
}
