import Diagnostics
import Foundation
import Platform
import Testing

@testable import Packages

@Suite struct PackageFolderTests {
    @Test(arguments: ["", ".", "..", "../evil", "a/b", "/etc"])
    func refusesNamesThatAreNoFolder(_ name: String) {
        #expect(throws: Diagnostic.self) { try PackageFolder.checkName(name, installPath: "dbt_packages") }
    }

    @Test(arguments: ["/etc/passwd", "..", "../../x", "a/../../x"])
    func refusesLinksThatLeadOut(_ target: String) throws {
        try withFolder { folder in
            try RealFiles().createSymbolicLink(at: "\(folder)/link", to: target)
            #expect(throws: Diagnostic.self) { try PackageFolder.checkLinks(in: folder, of: "p") }
        }
    }

    @Test(arguments: ["inside", "../models/a.sql", "./x/../../models"])
    func allowsLinksThatStayInside(_ target: String) throws {
        try withFolder { folder in
            try RealFiles().createDirectory("\(folder)/models")
            try RealFiles().createSymbolicLink(at: "\(folder)/models/link", to: target)
            try PackageFolder.checkLinks(in: folder, of: "p")
        }
    }

    @Test func removesLinksThatLeadNowhere() throws {
        try withFolder { folder in
            try RealFiles().createSymbolicLink(at: "\(folder)/link", to: "nowhere")
            try RealFiles().remove(folder)
            #expect(!RealFiles().exists(folder))
        }
    }
}

@Suite struct PackageArchiveTests {
    @Test(arguments: ["../out", "/tmp/out", "p/../../out"])
    func refusesMembersThatLeadOut(_ name: String) throws {
        try withFolder { folder in
            try RealFiles().write("x", to: "\(folder)/file")
            let made = try Subprocess(
                "tar", ["-czf", "\(folder)/a.tar.gz", "-P", "-C", folder, "--transform", "s,file,\(name),", "file"]
            ).run()
            try #require(made.isSuccess)
            let error = #expect(throws: ExternalError.self) {
                try PackageArchive(path: "\(folder)/a.tar.gz", address: "a").unpack(to: "\(folder)/b")
            }
            #expect(error?.refusal?.code == .packageUnsafe)
            #expect(!RealFiles().exists("\(folder)/b"))
        }
    }

    @Test func saysThatAnHTMLPageIsNoArchive() throws {
        try withFolder { folder in
            try RealFiles().write("<html>", to: "\(folder)/a.tar.gz")
            let error = #expect(throws: ExternalError.self) {
                try PackageArchive(path: "\(folder)/a.tar.gz", address: "a").unpack(to: "\(folder)/b")
            }
            #expect(error?.isTemporary == true)
        }
    }
}

private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = try RealFiles().makeTemporaryDirectory(prefix: "packages-tests")
    defer { try? RealFiles().remove(folder) }
    try body(folder)
}
