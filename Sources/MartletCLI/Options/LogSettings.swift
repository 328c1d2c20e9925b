internal import Compiler
internal import Diagnostics
internal import Events
internal import Platform

/// What goes to the console and to the log file, and how it looks there.
///
/// Source: dbt-core 1.11, global flags.
struct LogSettings {
    let fileFormat: LineFormatter.Format
    let fileLevel: Event.Level?
    /// Bytes.
    let fileSize: Int
    let showsCacheEvents: Bool
    let showsAllDeprecations: Bool

    /// - Throws: a usage error for a value that an option cannot have.
    init(_ global: GlobalOptions, _ resolver: SettingsResolver) throws(Diagnostic) {
        let format = try resolver.choice(
            global.logFormatFile, "log_format_file", SettingsResolver.logFormats, default: "debug")
        fileFormat = LineFormatter.Format(rawValue: format) ?? .debug
        fileLevel = Event.Level(
            name: try resolver.choice(
                global.logLevelFile, "log_level_file", SettingsResolver.logLevels, default: "debug"))
        fileSize = try resolver.number(global.logFileMaxBytes, "log_file_max_bytes") ?? 10 << 20
        showsCacheEvents = try resolver.flag(global.logCacheEvents, "log_cache_events", default: false)
        showsAllDeprecations = try resolver.flag(global.showAllDeprecations, "show_all_deprecations", default: false)
    }
}
