internal import Formats

/// What `deps` tells on the way, mostly to the log file.
extension Event {
    private static func detail(
        _ name: String, _ code: String, _ text: String, level: Level = .debug,
        _ fields: @autoclosure @escaping @Sendable () -> Fields = [:]
    ) -> Event {
        Event(name, code, level, fields: fields(), text: { _ in text })
    }

    /// M001
    public static func gitSparseCheckout(_ subdirectory: String) -> Event {
        detail(
            "GitSparseCheckoutSubdirectory", "M001",
            "Subdirectory specified: \(subdirectory), using sparse checkout.", ["subdir": .string(subdirectory)])
    }

    /// M002
    public static func gitCheckingOut(_ revision: String) -> Event {
        detail(
            "GitProgressCheckoutRevision", "M002", "Checking out revision \(revision).",
            ["revision": .string(revision)])
    }

    /// M004
    public static func gitPulling(_ directory: String) -> Event {
        detail(
            "GitProgressPullingNewDependency", "M004", "Pulling new dependency \(directory).",
            ["dir": .string(directory)])
    }

    /// M007
    public static func gitCheckedOut(_ commit: String) -> Event {
        detail("GitProgressCheckedOutAt", "M007", "Checked out at \(commit).", ["end_sha": .string(commit)])
    }

    /// M008
    public static func registryRequest(_ address: String) -> Event {
        detail(
            "RegistryProgressGETRequest", "M008", "Making package registry request: GET \(address)",
            ["url": .string(address)])
    }

    /// M009
    public static func registryResponse(_ address: String, status: Int) -> Event {
        detail(
            "RegistryProgressGETResponse", "M009", "Response from registry: GET \(address) \(status)",
            ["resp_code": .int(status), "url": .string(address)])
    }

    /// M022
    public static func indexRequest(_ address: String) -> Event {
        detail(
            "RegistryIndexProgressGETRequest", "M022", "Making package index registry request: GET \(address)",
            ["url": .string(address)])
    }

    /// M023
    public static func indexResponse(_ address: String, status: Int) -> Event {
        detail(
            "RegistryIndexProgressGETResponse", "M023", "Response from registry index: GET \(address) \(status)",
            ["resp_code": .int(status), "url": .string(address)])
    }

    /// M020
    public static func retryingCall(attempt: Int, most: Int) -> Event {
        detail(
            "RetryExternalCall", "M020", "Retrying external call. Attempt: \(attempt) Max attempts: \(most)",
            ["attempt": .int(attempt), "max": .int(most)])
    }

    /// M021
    public static func retryException(_ text: String) -> Event {
        detail("RecordRetryException", "M021", "External call exception: \(text)", ["exc": .string(text)])
    }

    /// M028
    public static func downloadsDirectory(_ path: String) -> Event {
        detail(
            "DepsSetDownloadDirectory", "M028", "Set downloads directory='\(path)'", ["path": .string(path)])
    }

    /// Z037
    public static var creatingSymbolicLink: Event {
        detail("DepsCreatingLocalSymlink", "Z037", "Creating symlink to local dependency.")
    }

    /// Z038
    public static var symbolicLinkUnavailable: Event {
        detail(
            "DepsSymlinkNotAvailable", "Z038", "Symlinks are not available on this OS, copying dependency.")
    }

    /// M035. - Parameter name: the address with its secrets masked.
    public static func packageNameScrubbed(_ name: String) -> Event {
        detail(
            "DepsScrubbedPackageName", "M035",
            "Detected secret env var in \(name). dbt will write a scrubbed representation to the lock file. This will "
                + "cause issues with subsequent 'dbt deps' using the lock file, requiring 'dbt deps --upgrade'",
            level: .warn, ["package_name": .string(name)])
    }

    /// D001
    public static func packageRedirect(from old: String, to new: String) -> Event {
        deprecation(
            "PackageRedirectDeprecation",
            "The `\(old)` package is deprecated in favor of `\(new)`. Please update your `packages.yml` configuration to "
                + "use `\(new)` instead.",
            fields: ["old_name": .string(old), "new_name": .string(new)])
    }

    /// D002
    public static var packageInstallPath: Event {
        deprecation(
            "PackageInstallPathDeprecation",
            "The default package install path has changed from `dbt_modules` to `dbt_packages`. Please update "
                + "`clean-targets` in `dbt_project.yml` and check `.gitignore` as well. Or, set "
                + "`packages-install-path: dbt_modules` if you'd like to keep the current value.")
    }
}
