internal import Diagnostics
internal import Platform

/// A tarball that is unpacked so that nothing lands outside of one folder.
struct PackageArchive {
    /// The file, compressed by gzip.
    let path: String
    /// Where it comes from, for messages.
    let address: String

    /// Unpacks to `directory`, which must not exist.
    /// - Returns: the only folder at the top; nil when there are several, or files beside it.
    /// - Throws: when the file is no archive, which a second download may mend; or a refusal.
    func unpack(to directory: String) throws(ExternalError) -> String? {
        let names = try tar("--list").split(separator: "\n")
        // tar would leave such members out or rename them; an archive that has them is up to no good.
        if let name = names.first(where: { Path.isAbsolute(String($0)) || $0.split(separator: "/").contains("..") }) {
            throw ExternalError(PackageFolder.refusal(address, "has a member that leads out of its folder: '\(name)'"))
        }
        let files = RealFiles()
        do throws(FileError) {
            try files.remove(directory)
            try files.createDirectory(directory)
        } catch {
            throw ExternalError(error.diagnostic())
        }
        // tar by itself writes neither through links that it has unpacked nor above its directory.
        _ = try tar("--extract", "--directory", directory, "--no-same-owner")
        guard let entries = try? files.entries(of: directory), entries.count == 1, entries[0].isDirectory else {
            return nil
        }
        return Path.join(directory, entries[0].path)
    }

    private func tar(_ arguments: String...) throws(ExternalError) -> String {
        var result: Subprocess.Result
        do throws(FileError) {
            result = try Subprocess("tar", arguments + ["--gzip", "--file", path]).run()
        } catch {
            throw ExternalError(
                Diagnostic(
                    .packageUnreachable, "tar cannot be started: \(error.reason)", family: .runtime,
                    hint: "install tar; packages from the package index need it"))
        }
        guard result.isSuccess else {
            let reason = result.errorText.split(separator: "\n").first ?? ""
            throw ExternalError(reason: "\(address) is no tarball: \(reason)")
        }
        return result.outputText
    }
}
