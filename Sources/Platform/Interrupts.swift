internal import Glibc

/// Ctrl-C, `kill` and a closed terminal, received by a thread instead of a handler, so that any code may run in answer.
///
/// Call `block()` on the main thread before any other thread starts (they inherit it), then `wait()` in a loop on a
/// thread of its own. Processes started by `Subprocess` get the signals as usual.
public enum Interrupts {
    public enum Signal: Sendable { case interrupt, terminate, hangUp }

    public static func block() {
        var set = signals()
        unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
        // A closed pipe on standard output must end a write with an error, not the process.
        _ = signal(SIGPIPE, SIG_IGN)
    }

    /// Blocks the calling thread until the next signal arrives.
    public static func wait() -> Signal {
        var set = signals()
        var number: Int32 = 0
        while unsafe sigwait(&set, &number) != 0 {}
        return Signal(number)
    }

    /// Blocks the calling thread until the next signal arrives, or for as many seconds; nil when none has come.
    public static func wait(seconds: Int) -> Signal? {
        var set = signals()
        var limit = timespec(tv_sec: seconds, tv_nsec: 0)
        let number = unsafe sigtimedwait(&set, nil, &limit)
        return number > 0 ? Signal(number) : nil
    }

    private static func signals() -> sigset_t {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        for number in [SIGINT, SIGTERM, SIGHUP] { unsafe sigaddset(&set, number) }
        return set
    }

    /// Ends the process at once with `status`, without waiting for other threads.
    public static func exitNow(_ status: Int32) -> Never { _exit(status) }
}

extension Interrupts.Signal {
    fileprivate init(_ number: Int32) {
        self =
            switch number {
            case SIGTERM: .terminate
            case SIGHUP: .hangUp
            default: .interrupt
            }
    }
}
