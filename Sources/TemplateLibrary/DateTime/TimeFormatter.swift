internal import Jinja

/// Python's `strftime` in the C locale, with the flags and widths of glibc: `%-d`, `%_H`, `%5Y`.
struct TimeFormatter {
    static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    let ordinal: Int
    let time: ClockTime
    private let year: Int
    private let month: Int
    private let day: Int

    init(ordinal: Int, time: ClockTime) {
        self.ordinal = ordinal
        self.time = time
        (year, month, day) = CalendarMath.civil(ordinal)
    }

    private struct Directive {
        var padding: Character?
        var isUpper = false
        var swapsCase = false
        var width = 0
    }

    func format(_ pattern: Text) -> Text {
        var out: [UInt8] = []
        let bytes = pattern.bytes
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "%") else {
                out.append(bytes[index])
                index += 1
                continue
            }
            let start = index
            index += 1
            var directive = Directive()
            while index < bytes.count, Self.read(flag: bytes[index], into: &directive) { index += 1 }
            while index < bytes.count, (48...57).contains(bytes[index]), directive.width < 10_000 {
                directive.width = directive.width * 10 + Int(bytes[index]) - 48
                index += 1
            }
            if index < bytes.count, bytes[index] == UInt8(ascii: "E") || bytes[index] == UInt8(ascii: "O") {
                index += 1
            }
            // `%f` is Python's own: with flags it is nothing that glibc knows.
            let isKnown = index < bytes.count && (bytes[index] != UInt8(ascii: "f") || index == start + 1)
            if isKnown, let text = expand(bytes[index], directive) {
                out.append(contentsOf: text.utf8)
                index += 1
            } else {
                // glibc copies what it does not know.
                let end = min(index + 1, bytes.count)
                let copy = bytes[start..<end]
                out.append(
                    contentsOf: directive.isUpper ? copy.map { (97...122).contains($0) ? $0 - 32 : $0 } : Array(copy))
                index = end
            }
        }
        return Text(out)
    }

    private static func read(flag: UInt8, into directive: inout Directive) -> Bool {
        switch flag {
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "0"):
            directive.padding = Character(UnicodeScalar(flag))
        case UInt8(ascii: "^"): directive.isUpper = true
        case UInt8(ascii: "#"): directive.swapsCase = true
        default: return false
        }
        return true
    }

    private func expand(_ letter: UInt8, _ directive: Directive) -> String? {
        if let (number, width, fill) = number(letter) {
            guard directive.padding != "-" else { return String(number) }
            let chosen: Character =
                switch directive.padding {
                case "_": " "
                case "0": "0"
                default: fill
                }
            return number.padded(max(width, directive.width), with: chosen)
        }
        guard var text = text(letter) else { return nil }
        if directive.isUpper { text = text.uppercased() }
        if directive.swapsCase, "aAbBh".utf8.contains(letter) { text = text.uppercased() }
        if directive.swapsCase, "pZ".utf8.contains(letter) { text = text.lowercased() }
        let missing = directive.width - text.utf8.count
        return missing > 0 ? String(repeating: directive.padding == "0" ? "0" : " ", count: missing) + text : text
    }

    /// The number of a directive, its usual width, and what it is filled with.
    private func number(_ letter: UInt8) -> (Int, Int, Character)? {
        let twelve = time.hour % 12 == 0 ? 12 : time.hour % 12
        let dayOfYear = ordinal - CalendarMath.ordinal(year, 1, 1) + 1
        let weekday = CalendarMath.weekday(ordinal)
        switch UnicodeScalar(letter) {
        case "C": return (year / 100, 1, "0")
        case "d": return (day, 2, "0")
        case "e": return (day, 2, " ")
        case "g": return (CalendarMath.isoCalendar(ordinal).year % 100, 2, "0")
        case "G": return (CalendarMath.isoCalendar(ordinal).year, 1, "0")
        case "H": return (time.hour, 2, "0")
        case "I": return (twelve, 2, "0")
        case "j": return (dayOfYear, 3, "0")
        case "k": return (time.hour, 2, " ")
        case "l": return (twelve, 2, " ")
        case "m": return (month, 2, "0")
        case "M": return (time.minute, 2, "0")
        case "S": return (time.second, 2, "0")
        case "s":
            let ticks = (ordinal - CalendarMath.epochOrdinal) * 86_400 + time.ticks / 1_000_000
            return (ticks - LocalZone.offset(atLocal: ticks), 1, "0")
        case "u": return (weekday + 1, 1, "0")
        case "U": return ((dayOfYear + 6 - (weekday + 1) % 7) / 7, 2, "0")
        case "V": return (CalendarMath.isoCalendar(ordinal).week, 2, "0")
        case "w": return ((weekday + 1) % 7, 1, "0")
        case "W": return ((dayOfYear + 6 - weekday) / 7, 2, "0")
        case "y": return (year % 100, 2, "0")
        case "Y": return (year, 1, "0")
        default: return nil
        }
    }

    private func text(_ letter: UInt8) -> String? {
        switch UnicodeScalar(letter) {
        case "%": return "%"
        case "a": return String(Self.weekdays[CalendarMath.weekday(ordinal)].prefix(3))
        case "A": return Self.weekdays[CalendarMath.weekday(ordinal)]
        case "b", "h": return String(Self.months[month - 1].prefix(3))
        case "B": return Self.months[month - 1]
        case "c": return string("%a %b %e %H:%M:%S %Y")
        case "D", "x": return string("%m/%d/%y")
        case "f": return time.microsecond.padded(6)
        case "F": return string("%Y-%m-%d")
        case "n": return "\n"
        case "p": return time.hour < 12 ? "AM" : "PM"
        case "P": return time.hour < 12 ? "am" : "pm"
        case "r": return string("%I:%M:%S %p")
        case "R": return string("%H:%M")
        case "t": return "\t"
        case "T", "X": return string("%H:%M:%S")
        case "z": return time.zone.map { $0.offset.offsetText(separator: "") } ?? ""
        case "Z": return time.zone?.abbreviation ?? ""
        default: return nil
        }
    }

    private func string(_ pattern: String) -> String { format(Text(pattern)).string }
}
