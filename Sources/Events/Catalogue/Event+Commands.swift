internal import Formats

/// The smaller commands: `docs`, `clean`, `deps`, `init`.
extension Event {
    private static func plain(
        _ name: String, _ code: String, _ text: String, level: Level = .info,
        _ fields: @autoclosure @escaping @Sendable () -> Fields = [:]
    ) -> Event {
        Event(name, code, level, fields: fields(), text: { _ in text })
    }

    /// E044
    public static var buildingCatalog: Event { plain("BuildingCatalog", "E044", "Building catalog") }

    /// E042
    public static func catalogWritten(path: String) -> Event {
        plain("CatalogWritten", "E042", "Catalog written to \(path)", ["path": .string(path)])
    }

    /// E040
    public static func catalogGenerationError(_ text: String) -> Event {
        plain(
            "CatalogGenerationError", "E040", "Encountered an error while generating catalog: \(text)", level: .warn,
            ["exc": .string(text)])
    }

    /// E041
    public static func writeCatalogFailure(count: Int) -> Event {
        plain(
            "WriteCatalogFailure", "E041",
            "dbt encountered \(counted(count, "failure")) while writing the catalog", level: .error,
            ["num_exceptions": .int(count)])
    }

    /// Z012
    public static func checkCleanPath(_ path: String) -> Event {
        plain("CheckCleanPath", "Z012", "Checking \(path)/*", ["path": .string(path)])
    }

    /// Z013
    public static func confirmCleanPath(_ path: String) -> Event {
        plain("ConfirmCleanPath", "Z013", "Cleaned \(path)/*", ["path": .string(path)])
    }

    /// Z015
    public static var finishedCleanPaths: Event { plain("FinishedCleanPaths", "Z015", "Finished cleaning all paths.") }

    /// Z016
    public static func openCommand(_ command: String, profilesDirectory: String) -> Event {
        plain(
            "OpenCommand", "Z016", "To view your profiles.yml file, run:\n\n\(command) \(profilesDirectory)",
            ["open_cmd": .string(command), "profiles_dir": .string(profilesDirectory)])
    }

    /// M013
    public static var noPackagesFound: Event {
        plain("DepsNoPackagesFound", "M013", "Warning: No packages were found in packages.yml")
    }

    /// M014
    public static func installingPackage(_ name: String) -> Event {
        plain("DepsStartPackageInstall", "M014", "Installing \(name)", ["package_name": .string(name)])
    }

    /// M015
    public static func installedPackage(_ version: String) -> Event {
        plain("DepsInstallInfo", "M015", "Installed from \(version)", ["version_name": .string(version)])
    }

    /// M016
    public static func packageUpdateAvailable(_ version: String) -> Event {
        plain(
            "DepsUpdateAvailable", "M016", "Updated version available: \(version)",
            ["version_latest": .string(version)])
    }

    /// M017
    public static var packageUpToDate: Event { plain("DepsUpToDate", "M017", "Up to date!") }

    /// M018
    public static func packageSubdirectory(_ path: String) -> Event {
        plain("DepsListSubdirectory", "M018", "and subdirectory \(path)", ["subdirectory": .string(path)])
    }

    /// M019
    public static func packageUpdatesAvailable(_ names: [String]) -> Event {
        let list = names.map { "'\($0)'" }.joined(separator: ", ")
        return plain(
            "DepsNotifyUpdatesAvailable", "M019",
            "Updates available for packages: [\(list)] \(String(repeating: " ", count: 16))\n"
                + "Update your versions in packages.yml, then run dbt deps",
            ["packages": .strings(names)])
    }

    /// M029
    public static func packageNotPinned(git: String, revision: String) -> Event {
        let what =
            switch revision {
            case "HEAD": "not pinned, using HEAD (default branch)"
            case "main", "master": "pinned to the \"\(revision)\" branch"
            default: "None"
            }
        return Event(
            "DepsUnpinned", "M029", .warn, fields: ["git": .string(git), "revision": .string(revision)],
            text: {
                $0.yellow(
                    "WARNING: The git package \"\(git)\" \n\tis \(what).\n\tThis can introduce breaking changes into "
                        + "your project without warning!\n\nSee "
                        + "https://docs.getdbt.com/docs/package-management#section-specifying-package-versions")
            })
    }

    /// M031
    public static func updatingLockFile(path: String) -> Event {
        plain(
            "DepsLockUpdating", "M031", "Updating lock file in file path: \(path)", ["lock_filepath": .string(path)])
    }

    /// M032
    public static func addedPackage(_ name: String, version: String, file: String) -> Event {
        plain(
            "DepsAddPackage", "M032", "Added new package \(name)@\(version) to \(file)",
            ["package_name": .string(name), "packages_filepath": .string(file), "version": .string(version)])
    }

    /// M033
    public static func duplicatePackage(removed: String) -> Event {
        plain(
            "DepsFoundDuplicatePackage", "M033", "Found duplicate package in packages.yml, removing: \(removed)",
            ["removed_package": .string(removed)])
    }

    /// A025
    public static func projectNameExists(_ name: String) -> Event {
        plain(
            "ProjectNameAlreadyExists", "A025", "A project called \(name) already exists here.", ["name": .string(name)]
        )
    }

}
