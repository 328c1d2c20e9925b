internal import Glibc
internal import Synchronization

/// Another program, started and waited for.
public struct Subprocess: Sendable {
    /// The program: a path, or a name that is looked up in `PATH`.
    public var program: String
    public var arguments: [String]
    /// The whole environment of the program; nil gives it ours.
    public var environment: [String: String]?
    public var directory: String?
    public var input: [UInt8]
    /// The user to become, when this process is root: through `setpriv` of util-linux.
    public var user: (user: UInt32, group: UInt32)?

    public init(
        _ program: String, _ arguments: [String] = [], environment: [String: String]? = nil, directory: String? = nil,
        input: [UInt8] = [], user: (user: UInt32, group: UInt32)? = nil
    ) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.directory = directory
        self.input = input
        self.user = user
    }

    /// How a program ended and what it wrote.
    public struct Result: Sendable, Hashable {
        /// What the program returned; 128 and the signal's number when a signal ended it.
        public var exitCode: Int32
        public var output: [UInt8]
        public var errorOutput: [UInt8]

        public var outputText: String { String(decoding: output, as: UTF8.self) }
        public var errorText: String { String(decoding: errorOutput, as: UTF8.self) }
        public var isSuccess: Bool { exitCode == 0 }
    }

    /// Runs the program to its end and keeps what it writes.
    /// - Throws: when it cannot be started; how it ended is in the result.
    public func run() throws(FileError) -> Result {
        let output = try Pipe(program)
        let errors = try Pipe(program)
        let feed = try Pipe(program)
        let process = try spawn([(feed.reader.number, 0), (output.writer.number, 1), (errors.writer.number, 2)])
        // Our copies of the program's ends must go, or we would wait for ourselves.
        let from = output.keepReader()
        let fromErrors = errors.keepReader()
        var result = Result(exitCode: 0, output: [], errorOutput: [])
        exchange(feed.keepWriter(), from, &result.output, fromErrors, &result.errorOutput)
        result.exitCode = process.wait()
        return result
    }

    /// Starts the program with our standard streams and does not wait for it.
    public func start() throws(FileError) -> RunningProcess { try spawn([]) }

    /// Starts the program with output and errors appended to a file, and does not wait for it.
    public func start(log path: String) throws(FileError) -> RunningProcess {
        let log = try Descriptor(path, O_WRONLY | O_CREAT | O_APPEND, "write")
        let nothing = try Descriptor("/dev/null", O_RDONLY, "read")
        return try spawn([(nothing.number, 0), (log.number, 1), (log.number, 2)])
    }

    /// Feeds the input and gathers both outputs until the program closes them.
    private func exchange(
        _ feed: consuming Descriptor, _ output: borrowing Descriptor, _ outputBytes: inout [UInt8],
        _ errors: borrowing Descriptor, _ errorBytes: inout [UInt8]
    ) {
        var fed = 0
        var open: Descriptor? = consume feed
        if input.isEmpty { open = nil }
        var polls = [
            pollfd(fd: output.number, events: Int16(POLLIN), revents: 0),
            pollfd(fd: errors.number, events: Int16(POLLIN), revents: 0),
            pollfd(fd: open?.number ?? -1, events: Int16(POLLOUT), revents: 0),
        ]
        while polls[0].fd >= 0 || polls[1].fd >= 0 {
            if unsafe poll(&polls, 3, -1) < 0 { continue }
            if polls[0].revents != 0, outputBytes.appendRead(from: output.number, upTo: 65_536).count == 0 {
                polls[0].fd = -1
            }
            if polls[1].revents != 0, errorBytes.appendRead(from: errors.number, upTo: 65_536).count == 0 {
                polls[1].fd = -1
            }
            if polls[2].revents != 0, polls[2].fd >= 0 {
                let count = unsafe input.withUnsafeBytes { bytes in
                    unsafe write(polls[2].fd, bytes.baseAddress.map { unsafe $0 + fed }, min(bytes.count - fed, 4_096))
                }
                fed += max(0, count)
                if count < 0 && errno != EINTR || fed == input.count {
                    open = nil
                    polls[2].fd = -1
                }
            }
            for index in polls.indices { polls[index].revents = 0 }
        }
    }

    /// The words to start: `env` and `setpriv` do what `posix_spawn` has no portable means for.
    private var commandLine: [String] {
        var words = [program] + arguments
        if let user, geteuid() == 0 {
            words = ["setpriv", "--reuid=\(user.user)", "--regid=\(user.group)", "--clear-groups", "--"] + words
        }
        if let directory { words = ["env", "--chdir=\(directory)", "--"] + words }
        return words
    }

    private func spawn(_ streams: [(from: Int32, to: Int32)]) throws(FileError) -> RunningProcess {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        for (from, to) in streams { unsafe posix_spawn_file_actions_adddup2(&actions, from, to) }

        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        // What we block or ignore for ourselves must reach the program as if we were not there.
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe sigaddset(&none, SIGPIPE)
        unsafe posix_spawnattr_setsigdefault(&attributes, &none)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        let words = commandLine
        let variables = (environment ?? Environment.current().variables).map { "\($0.key)=\($0.value)" }
        var argumentList = unsafe words.map { unsafe strdup($0) } + [nil]
        var variableList = unsafe variables.map { unsafe strdup($0) } + [nil]
        defer {
            unsafe (argumentList + variableList).forEach { unsafe free($0) }
        }
        var process: pid_t = 0
        let status = spawning.withLock { _ in
            unsafe posix_spawnp(&process, words[0], &actions, &attributes, &argumentList, &variableList)
        }
        if status != 0 { throw FileError("run", program, number: status) }
        return RunningProcess(id: process)
    }
}

/// A program that was started and may still run.
public struct RunningProcess: Sendable, Hashable {
    public let id: Int32

    public enum Ending: Sendable { case interrupt, terminate, kill }

    /// Blocks until the program ends; gives its exit code, or 128 and the number of the signal that ended it.
    @discardableResult
    public func wait() -> Int32 {
        var status: Int32 = 0
        while unsafe waitpid(id, &status, 0) < 0, errno == EINTR {}
        return Self.code(status)
    }

    /// The exit code if the program has ended; nil while it runs.
    public func poll() -> Int32? {
        var status: Int32 = 0
        return unsafe waitpid(id, &status, WNOHANG) == 0 ? nil : Self.code(status)
    }

    public func signal(_ ending: Ending) {
        let number =
            switch ending {
            case .interrupt: SIGINT
            case .terminate: SIGTERM
            case .kill: SIGKILL
            }
        kill(id, number)
    }

    private static func code(_ status: Int32) -> Int32 {
        let signal = status & 0x7f
        return signal == 0 ? status >> 8 & 0xff : 128 + signal
    }
}

/// Held while pipes are made and programs start: without `pipe2` a program of another thread could inherit a pipe.
private let spawning = Mutex(())

/// Two connected descriptors that programs do not inherit by themselves.
private struct Pipe: ~Copyable {
    let reader: Descriptor
    let writer: Descriptor

    init(_ program: String) throws(FileError) {
        var numbers: [Int32] = [0, 0]
        let failure = spawning.withLock { _ in
            guard unsafe pipe(&numbers) == 0 else { return errno }
            for number in numbers { _ = fcntl(number, F_SETFD, FD_CLOEXEC) }
            return 0
        }
        if failure != 0 { throw FileError("run", program, number: failure) }
        reader = Descriptor(owning: numbers[0])
        writer = Descriptor(owning: numbers[1])
    }

    consuming func keepReader() -> Descriptor { reader }
    consuming func keepWriter() -> Descriptor { writer }
}
