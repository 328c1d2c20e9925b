internal import Compiler
internal import Diagnostics
internal import Events
internal import Platform

/// What goes to the console and to the log file, and how it looks there.
///
/// Source: dbt-core 1.11, global flags.
struct LogSettings {
    /// By dbt's names: `debug`, `text`, …
    let fileFormatName: String
    let fileLevelName: String
    let usesColorsInFile: Bool
    /// Bytes.
    let fileSize: Int
    let showsCacheEvents: Bool
    let showsAllDeprecations: Bool

    /// - Throws: a usage error for a value that an option cannot have.
    init(_ global: GlobalOptions, _ resolver: SettingsResolver) throws(Diagnostic) {
        // What is said of the console holds for the file, too, unless the file has a word of its own.
        fileFormatName = try resolver.choice(
            global.logFormatFile, "log_format_file", SettingsResolver.logFormats,
            default: try resolver.choice(global.logFormat, "log_format", SettingsResolver.logFormats, default: "debug"))
        fileLevelName = try resolver.choice(
            global.logLevelFile, "log_level_file", SettingsResolver.logLevels,
            default: try resolver.choice(global.logLevel, "log_level", SettingsResolver.logLevels, default: "debug"))
        usesColorsInFile = try resolver.flag(
            global.useColorsFile, "use_colors_file",
            default: try resolver.flag(global.useColors, "use_colors", default: true))
        fileSize = try resolver.number(global.logFileMaxBytes, "log_file_max_bytes") ?? 10 << 20
        showsCacheEvents = try resolver.flag(global.logCacheEvents, "log_cache_events", default: false)
        showsAllDeprecations = try resolver.flag(global.showAllDeprecations, "show_all_deprecations", default: false)
    }

    var fileFormat: LineFormatter.Format { LineFormatter.Format(rawValue: fileFormatName) ?? .debug }
    var fileLevel: Event.Level? { Event.Level(name: fileLevelName) }
}
