/// Dates as the manifest writes them.
enum DateText {
    /// A date or a time in ISO form as a full time with its offset; what names no offset counts as UTC.
    static func isoDateTime(_ text: String) -> String? {
        let parts = text.split(maxSplits: 1) { $0 == "T" || $0 == " " }
        guard let date = parts.first, isDate(date) else { return nil }
        guard parts.count > 1 else { return "\(date)T00:00:00+00:00" }
        var time = parts[1]
        if time.hasSuffix("Z") { time = "\(time.dropLast())+00:00" }
        let clock = time.prefix { $0 != "+" && $0 != "-" }
        guard clock.split(separator: ":").count >= 2 else { return nil }
        let offset = time[clock.endIndex...]
        return "\(date)T\(clock)\(offset.isEmpty ? "+00:00" : offset)"
    }

    private static func isDate(_ text: Substring) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == 4 else { return false }
        guard let month = Int(parts[1]), let day = Int(parts[2]), Int(parts[0]) != nil else { return false }
        return (1...12).contains(month) && (1...31).contains(day)
    }
}
