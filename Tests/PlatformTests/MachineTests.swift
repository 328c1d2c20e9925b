import Platform
import Testing

@Suite struct MachineTests {
    @Test func digestsAreThoseOfTheirStandards() {
        #expect(Hash.md5("abc") == "900150983cd24fb0d6963f7d28e17f72")
        #expect(Hash.sha1("abc") == "a9993e364706816aba3e25717850c26c9cd0d89d")
        #expect(Hash.sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test func uuidsAreOfVersionFour() {
        let uuid = Random.uuid()
        #expect(uuid.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12])
        #expect(Array(uuid)[14] == "4")
        #expect(uuid != Random.uuid())
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000000Z"), (1_763_691_900_660_958, "2025-11-21T02:25:00.660958Z"),
        (-1, "1969-12-31T23:59:59.999999Z"), (951_782_400_000_000, "2000-02-29T00:00:00.000000Z"),
    ])
    func timesHaveISOText(microseconds: Int, text: String) {
        let time = Timestamp(microseconds: microseconds)
        #expect(time.iso == text)
        let (year, month, day) = time.civil
        let start = Timestamp(year: year, month: month, day: day)
        #expect(microseconds - start.microseconds < 86_400_000_000 && start <= time)
    }

    @Test func programsGetInputAndGiveOutput() throws {
        let input = [UInt8](repeating: UInt8(ascii: "x"), count: 500_000)
        let cat = try Subprocess("cat", input: input).run()
        #expect(cat.output == input)
        #expect(cat.isSuccess)
        let shell = try Subprocess(
            "sh", ["-c", "pwd; echo $A >&2; exit 3"], environment: ["A": "b", "PATH": "/usr/bin:/bin"], directory: "/"
        ).run()
        #expect(shell.exitCode == 3)
        #expect(shell.outputText == "/\n")
        #expect(shell.errorText == "b\n")
        #expect(try Subprocess("sh", ["-c", "kill -9 $$"]).run().exitCode == 137)
    }

    @Test(.enabled(if: Host.isRoot && Host.user(named: "nobody") != nil))
    func rootCanStartAProgramAsAnotherUser() throws {
        let user = try #require(Host.user(named: "nobody"))
        let result = try Subprocess("sh", ["-c", "id -u; pwd"], directory: "/", user: user).run()
        #expect(result.outputText == "\(user.user)\n/\n")
    }

    @Test func startedProgramsWriteToTheirLogAndCanBeEnded() throws {
        let root = try RealFiles().makeTemporaryDirectory(prefix: "martlet-test")
        defer { try? RealFiles().remove(root) }
        let log = Path.join(root, "log")
        let process = try Subprocess("sh", ["-c", "echo started; exec sleep 60"]).start(log: log)
        while RealFiles().info(log)?.size != 8 { SystemClock.sleep(seconds: 0.005) }
        #expect(process.poll() == nil)
        process.signal(.terminate)
        #expect(process.wait() == 143)
        #expect(try RealFiles().readText(log) == "started\n")
    }

    @Test func aMissingProgramIsAnError() {
        #expect(throws: FileError("run", "no-such-program", number: 2)) {
            _ = try Subprocess("no-such-program").run()
        }
    }

    @Test func theEnvironmentIsAValue() {
        let environment = Environment.current()
        #expect(environment["PATH"] != nil)
        #expect(environment.findExecutable("sh") != nil)
        #expect(environment.findExecutable("no-such-program") == nil)
    }
}
