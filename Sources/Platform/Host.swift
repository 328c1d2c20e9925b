internal import Glibc

/// The machine and this process on it.
public enum Host {
    /// Processors of the machine; at least one.
    public static var processorCount: Int {
        max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    }

    public static var name: String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard unsafe gethostname(&buffer, buffer.count - 1) == 0 else { return "localhost" }
        return Platform.text(of: buffer)
    }

    /// The system's name, release and machine as `uname` gives them: `Linux`, `6.1.0`, `x86_64`.
    public static var system: (name: String, release: String, machine: String) {
        var value = utsname()
        unsafe uname(&value)
        func text<Field>(_ field: Field) -> String {
            unsafe withUnsafeBytes(of: field) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
        }
        return (text(value.sysname), text(value.release), text(value.machine))
    }

    public static var processID: Int { Int(getpid()) }
    public static var userID: UInt32 { getuid() }
    public static var isRoot: Bool { geteuid() == 0 }

    /// The name of the user who runs this process.
    public static var userName: String? {
        guard let user = unsafe getpwuid(geteuid()), let name = unsafe user.pointee.pw_name else { return nil }
        return unsafe String(cString: name)
    }

    /// User and group id of the user called `name`.
    public static func user(named name: String) -> (user: UInt32, group: UInt32)? {
        guard let user = unsafe getpwnam(name) else { return nil }
        return unsafe (user.pointee.pw_uid, user.pointee.pw_gid)
    }

    /// The arguments of this process, its own name first.
    public static var arguments: [String] { CommandLine.arguments }

    /// The path of the running program.
    public static var executablePath: String? { RealFiles().realPath("/proc/self/exe") }

    /// What this process has used so far.
    public struct Usage: Sendable, Hashable {
        /// Seconds of processor time in the program and in the kernel for it.
        public var userSeconds: Double
        public var systemSeconds: Double
        /// The most memory that was resident, in KiB.
        public var maxResidentKiB: Int
        public var blocksRead: Int
        public var blocksWritten: Int
    }

    public static var usage: Usage {
        var value = rusage()
        unsafe getrusage(RUSAGE_SELF.rawValue, &value)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return Usage(
            userSeconds: seconds(value.ru_utime), systemSeconds: seconds(value.ru_stime),
            maxResidentKiB: value.ru_maxrss, blocksRead: value.ru_inblock, blocksWritten: value.ru_oublock)
    }
}
