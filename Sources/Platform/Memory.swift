internal import CMalloc

/// How this process gets memory from the system.
public enum Memory {
    /// Makes the allocator fit a short-lived program that allocates much and frees little: it asks the system for big
    /// pieces and gives none back.
    ///
    /// glibc gives every thread a heap of its own, and makes it accessible page by page: one system call for 4 KiB, which
    /// is 6 % of a parse. All our threads share the main heap instead.
    public static func expectShortLife() {
        mallopt(M_ARENA_MAX, 1)
        // Small pieces join their neighbours when they are freed: putting that off costs more when many of them, such as
        // a syntax tree's, are freed at once (a fifth of the time of compiling templates).
        mallopt(M_MXFAST, 0)
        mallopt(M_TOP_PAD, 8 << 20)
        mallopt(M_TRIM_THRESHOLD, 1 << 30)
        mallopt(M_MMAP_THRESHOLD, 32 << 20)
    }
}
