import CLinux
import Glibc

/// A thread of its own for a loop; it ends when its body does.
public enum LoopThread {
    private final class Body {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }

    /// Starts a detached thread. `name` (15 bytes at most) is what `top -H` shows.
    public static func start(
        named name: String, _ run: @escaping @Sendable () -> Void
    ) throws(SystemFailure) {
        let name = String(name.prefix(15))
        let body = unsafe Unmanaged.passRetained(
            Body {
                _ = unsafe pthread_setname_np(pthread_self(), name)
                run()
            })
        var thread = pthread_t()
        let code = unsafe pthread_create(
            &thread, nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, body.toOpaque())
        guard code == 0 else {
            unsafe body.release()
            throw SystemFailure("pthread_create", code: code)
        }
        _ = pthread_detach(thread)
    }
}
