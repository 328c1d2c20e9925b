import DocsSite
import Formats
import Foundation
import Platform
import Testing

/// Chromium or a kin of it on this machine.
enum Chromium {
    static let path: String? = ["chromium", "chromium-browser", "google-chrome"].lazy
        .flatMap { name in
            (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
        }
        .first { FileManager.default.isExecutableFile(atPath: $0) }
}

/// The site in a headless Chromium, skipped where there is none. The steps and claims stand in `browser-check.js`.
@Suite(.enabled(if: Chromium.path != nil), .serialized) struct BrowserTests {
    @Test(arguments: [false, true], ["1300,900", "420,800"])
    func aReaderFindsTheirWay(isStatic: Bool, window: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "martlet-site-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let text = "One row an **order**. <script data-attack>document.title = 1</script>"
        let site = DocumentationSite(try SampleProject.artifacts(description: text))
        let name = isStatic ? "static_index.html" : "index.html"
        if isStatic {
            try site.writeStatic(to: folder.path(), in: RealFiles())
        } else {
            try site.write(to: folder.path(), in: RealFiles())
        }
        let page = folder.appending(path: name)
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "browser-check.js")
        let check = try String(contentsOf: script, encoding: .utf8)
        let html = try String(contentsOf: page, encoding: .utf8)
        let checked = html.replacing("</body>", with: "<script>\(check)</script></body>")
        try checked.write(to: page, atomically: true, encoding: .utf8)

        let dump = try dump(page, window: window, profile: folder.appending(path: "profile"))
        let outcome = dump.firstMatch(of: /data-check="([^"]*)"/).map { String($0.1) }
        #expect(outcome == "passed")
        if ProcessInfo.processInfo.environment["CI"] != nil, !isStatic {
            try html.write(to: page, atomically: true, encoding: .utf8)
            for (name, address) in Self.pictures { try shoot(page, address, window: window, name: name) }
        }
    }

    /// What CI keeps pictures of.
    private static let pictures = [
        "home": "#!/overview", "model": "#!/model/model.shop.orders", "lineage": "#!/lineage",
        "dashboard": "#!/exposure/exposure.shop.board", "run": "#!/run",
        "quality": "#!/quality?check=test.shop.unique_orders_order_id.fed7",
    ]

    /// Writes a picture of a page below `.build/screenshots`.
    private func shoot(_ page: URL, _ address: String, window: String, name: String) throws {
        let folder = URL(filePath: #filePath).appending(path: "../../../.build/screenshots").standardized
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let picture = folder.appending(path: "\(name)-\(window.prefix { $0 != "," }).png")
        try? FileManager.default.removeItem(at: picture)
        _ = try chromium(
            [
                "--window-size=\(window)", "--hide-scrollbars", "--screenshot=\(picture.path())",
                "\(page.absoluteString)\(address)",
            ],
            profile: page.deletingLastPathComponent().appending(path: "profile"))
        #expect(FileManager.default.fileExists(atPath: picture.path()))
    }

    /// The page's elements when all its scripts have come to rest.
    private func dump(_ page: URL, window: String, profile: URL) throws -> String {
        let data = try chromium(["--window-size=\(window)", "--dump-dom", page.absoluteString], profile: profile)
        return String(decoding: data, as: UTF8.self)
    }

    private func chromium(_ arguments: [String], profile: URL) throws -> Data {
        let process = Process()
        process.executableURL = URL(filePath: try #require(Chromium.path))
        process.arguments =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(profile.path())",
                "--virtual-time-budget=60000",
            ] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return data
    }
}
