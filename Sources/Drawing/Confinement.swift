import CLinux
import Glibc

/// What this process gives up before it looks at anything a stranger sent.
enum Confinement {
    /// No privileges by exec, no network where the kernel lets it go, little memory, few files, nothing written to
    /// disk, no core.
    static func enter() {
        // Whatever the one who started this forgot to keep to itself.
        _ = close_range(3, ~0, 0)
        _ = segue_give_up_privileges()
        // Refused where user namespaces are closed; then nothing here opens a socket all the same.
        _ = segue_leave_network()
        limit(RLIMIT_AS, to: rlim_t(Limits.memoryBytesMax))
        limit(RLIMIT_NOFILE, to: rlim_t(Limits.openFilesMax))
        limit(RLIMIT_CORE, to: 0)
        // Fontconfig would like to write its cache: an error then, not a death.
        signal(SIGXFSZ, SIG_IGN)
        limit(RLIMIT_FSIZE, to: 0)
        signal(SIGPIPE, SIG_IGN)
        // What a decoder leaves undrawn is black, not a piece of somebody else's cover.
        segue_blank_memory()
    }

    /// Lets the next order use so much of a processor; what goes beyond it ends the process.
    static func renewProcessorTime() {
        var used = rusage()
        guard unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &used) == 0 else { return }
        let spent = used.ru_utime.tv_sec + used.ru_stime.tv_sec
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &limit) == 0 else {
            return
        }
        limit.rlim_cur = min(
            limit.rlim_max, rlim_t(spent + 1 + Limits.cpuSecondsPerOrderMax))
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &limit)
    }

    private static func limit(_ what: __rlimit_resource, to most: rlim_t) {
        var limit = rlimit(rlim_cur: most, rlim_max: most)
        _ = unsafe setrlimit(__rlimit_resource_t(what.rawValue), &limit)
    }
}
