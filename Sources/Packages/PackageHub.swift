internal import Diagnostics
internal import Events
internal import Formats
internal import Platform
internal import ProjectLoading
internal import Web

/// The package index: which packages there are, in which versions, and where.
///
/// Source: dbt-core 1.11, dbt/clients/registry.py. Every page is fetched once.
final class PackageHub {
    /// A version of a package.
    struct Release {
        var name: String
        var tarball: String
        /// What it asks for, as packages.yml would say it.
        var packages: DataValue
        var requiredVersions: [VersionSpecifier]
    }

    private let address: String
    private let web: any WebClient
    private let log: EventLog
    private let retry: Retry
    private var names: Set<String>?
    private var pages: [String: DataMapping] = [:]

    init(_ environment: Environment, web: any WebClient, log: EventLog, retry: Retry) {
        let given = environment["DBT_PACKAGE_HUB_URL"] ?? ""
        let base = given.isEmpty ? "https://hub.getdbt.com/" : given
        address = base.hasSuffix("/") ? base : base + "/"
        self.web = web
        self.log = log
        self.retry = retry
    }

    /// - Throws: when the index does not have `package`.
    func checkIsListed(_ package: String) throws(Diagnostic) {
        if names == nil { names = Set(try index()) }
        guard names?.contains(package) == true else {
            throw Diagnostic(
                .packageNotFound, "Package \(package) was not found in the package index", family: .runtime,
                hint: Suggestion.hint(for: package, in: Array(names ?? [])))
        }
    }

    /// All versions of `package`, by their names, in the order of the index.
    func versions(of package: String) throws(Diagnostic) -> DataMapping {
        if let page = pages[package] { return page }
        let page = try retry { () throws(ExternalError) in try self.page(package) }
        if page["redirectnamespace"] != nil || page["redirectname"] != nil {
            let namespace = page["redirectnamespace"]?.string ?? page["namespace"]?.string ?? ""
            let name = page["redirectname"]?.string ?? page["name"]?.string ?? ""
            try log.deprecate(.packageRedirect(from: package, to: "\(namespace)/\(name)"))
        }
        let versions = page["versions"]?.mapping ?? [:]
        pages[package] = versions
        return versions
    }

    /// - Throws: when the index does not say what is needed to install it.
    func release(_ package: String, _ version: String) throws(Diagnostic) -> Release {
        guard let entry = try versions(of: package)[version], let tarball = entry["downloads"]?["tarball"]?.string
        else {
            throw Diagnostic(
                .packageMalformed, "The package index says nothing about version \(version) of \(package)",
                family: .runtime)
        }
        return Release(
            name: entry["name"]?.string ?? "", tarball: tarball,
            packages: .mapping(["packages": entry["packages"] ?? .list([])]),
            requiredVersions: try Self.requiredVersions(entry))
    }

    static func requiredVersions(_ entry: DataValue) throws(Diagnostic) -> [VersionSpecifier] {
        let texts =
            switch entry["require_dbt_version"] {
            case .string(let text)? where !text.isEmpty: [text]
            case .list(let items)?: items.compactMap(\.string)
            default: [String]()
            }
        return try texts.map { text throws(Diagnostic) in try VersionSpecifier(text) }
    }

    // MARK: Pages

    private func index() throws(Diagnostic) -> [String] {
        let address = "\(address)api/v1/index.json"
        return try retry { () throws(ExternalError) in
            self.log.debug(.indexRequest(address))
            let value = try self.document(address) { .indexResponse(address, status: $0) }
            guard let items = value.list else {
                throw ExternalError(reason: "Request error: \(address) is no list of packages")
            }
            return items.compactMap(\.string)
        }
    }

    private func page(_ package: String) throws(ExternalError) -> DataMapping {
        let address = "\(address)api/v1/\(package).json"
        log.debug(.registryRequest(address))
        let value = try document(address) { .registryResponse(address, status: $0) }
        guard let page = value.mapping else {
            throw ExternalError(reason: "Request error: Expected a response type of <dict> from \(address)")
        }
        let missing = ["name", "versions"].filter { page[$0] == nil }
        guard missing.isEmpty else {
            throw ExternalError(reason: "Request error: \(address) lacks \(missing.joined(separator: " and "))")
        }
        return page
    }

    private func document(
        _ address: String, told: (Int) -> Event
    ) throws(ExternalError) -> DataValue {
        let answer = try web.fetch(address, timeout: 30)
        log.debug(told(answer.status))
        try answer.check(address)
        guard let value = try? JSON.parse(String(decoding: answer.body, as: UTF8.self), named: address) else {
            throw ExternalError(reason: "\(address) is not JSON")
        }
        return value
    }
}

extension WebClient {
    func fetch(_ address: String, timeout: Int) throws(ExternalError) -> WebAnswer {
        do throws(WebError) {
            return try get(address, timeout: timeout)
        } catch {
            throw ExternalError(reason: "\(error.reason) for url: \(address)")
        }
    }
}

extension WebAnswer {
    /// - Throws: when the status is that of an error.
    func check(_ address: String) throws(ExternalError) {
        guard status >= 400 else { return }
        let reasons = [403: "Forbidden", 404: "Not Found", 500: "Internal Server Error", 503: "Service Unavailable"]
        let kind = status < 500 ? "Client" : "Server"
        throw ExternalError(
            reason: "\(status) \(kind) Error: \(reasons[status] ?? "") for url: \(address)",
            isTemporary: status >= 500 || status == 408 || status == 429)
    }
}
