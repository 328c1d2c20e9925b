internal import Glibc

/// A lock between processes on one file, held until its owner lets it go or the process ends.
public struct FileLock: ~Copyable {
    private let file: Descriptor

    /// Waits until no other process holds the lock on `path`; makes the file when it is missing.
    public init(_ path: String) throws(FileError) {
        let descriptor = try Descriptor(path, O_RDWR | O_CREAT, "lock")
        while flock(descriptor.number, LOCK_EX) != 0 {
            if errno != EINTR { throw FileError("lock", path, number: errno) }
        }
        file = descriptor
    }

    /// Lets the lock go; without this call it goes with its owner.
    public consuming func unlock() {}
}
