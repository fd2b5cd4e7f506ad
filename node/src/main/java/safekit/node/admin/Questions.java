package safekit.node.admin;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import safekit.core.local.LocalMessage.Output;
import safekit.core.local.LocalMessage.Request;
import safekit.node.home.Home;
import safekit.node.local.CommandFailed;
import safekit.node.local.LocalConnection;

/**
 * Asks the processes of modules. Thread-safe.
 *
 * @param runs whether a process of the module runs
 */
record Questions(Home home, Predicate<String> runs) {
    private static final Duration TO_BEGIN = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(50);

    /** Asks the process of a module; fails when none answers. */
    int ask(String name, Request request, Consumer<Output> sink) throws IOException {
        try (LocalConnection connection = LocalConnection.to(home.module(name).socket())) {
            return connection.ask(request, sink);
        }
    }

    /** Asks the process of a module, also one that was just started and does not answer yet. */
    int askPatiently(String name, Request request, Consumer<Output> sink)
            throws IOException, CommandFailed {
        try (LocalConnection connection = connect(name)) {
            return connection.ask(request, sink);
        }
    }

    private LocalConnection connect(String name) throws IOException, CommandFailed {
        long end = System.nanoTime() + TO_BEGIN.toNanos();
        while (true) {
            if (!runs.test(name)) {
                throw new CommandFailed(
                        "the module %1$s is not running: start it with safekit start -m %1$s"
                                .formatted(name));
            }
            try {
                return LocalConnection.to(home.module(name).socket());
            } catch (SocketException notYet) {
                if (System.nanoTime() > end) {
                    throw new IOException(
                            "the process of the module " + name + " does not answer", notYet);
                }
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }
}
