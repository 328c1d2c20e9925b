internal import Glibc

extension Thread {
    /// The name of the calling thread as logs show it: `MainThread` where nobody gave another.
    public static var currentName: String {
        guard let raw = unsafe pthread_getspecific(nameKey) else { return "MainThread" }
        return unsafe Unmanaged<Name>.fromOpaque(raw).takeUnretainedValue().text
    }

    /// Gives the calling thread a name, such as `Thread-1 (worker)`.
    public static func setCurrentName(_ text: String) {
        if let old = unsafe pthread_getspecific(nameKey) { unsafe Unmanaged<Name>.fromOpaque(old).release() }
        unsafe pthread_setspecific(nameKey, Unmanaged.passRetained(Name(text)).toOpaque())
    }

    private final class Name: Sendable {
        let text: String
        init(_ text: String) { self.text = text }
    }

    private static let nameKey: pthread_key_t = {
        var key = pthread_key_t()
        unsafe pthread_key_create(&key) { raw in
            if let raw = unsafe raw { unsafe Unmanaged<Name>.fromOpaque(raw).release() }
        }
        return key
    }()
}
