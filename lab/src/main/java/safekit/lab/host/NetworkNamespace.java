package safekit.lab.host;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A network namespace known to `ip netns` by its name. Thread-safe. */
public record NetworkNamespace(String name) {
    private static final Duration CALL = Duration.ofMinutes(2);

    static NetworkNamespace create(String name) {
        Shell.must("ip", "netns", "add", name);
        var namespace = new NetworkNamespace(name);
        namespace.ip("link set lo up");
        return namespace;
    }

    void delete() {
        Shell.attempt("ip", "netns", "delete", name);
    }

    Path path() {
        return Path.of("/run/netns", name);
    }

    /** Runs lines of `ip -batch` inside the namespace; each must succeed. */
    void ip(String... lines) {
        Shell.feed(String.join("\n", lines) + "\n", "ip", "-n", name, "-batch", "-");
    }

    /** Runs a command with the network of this namespace and everything else of the machine. */
    public Outcome exec(Duration deadline, String... command) {
        return Shell.run(inside(command), "", deadline);
    }

    List<String> inside(String... command) {
        var line = new ArrayList<String>();
        line.add("nsenter");
        line.add("--net=" + path());
        line.addAll(List.of(command));
        return line;
    }

    /**
     * Runs Java code with the network of this namespace: the sockets that it makes belong to the
     * namespace. An exception of the body is the cause of the {@link IllegalStateException} thrown;
     * a body that takes longer than two minutes is given up, and the exception shows where it is.
     */
    public <T> T call(Callable<T> body) {
        var task =
                new FutureTask<T>(
                        () -> {
                            Kernel.enterNetwork(path());
                            return body.call();
                        });
        Thread thread = Thread.ofPlatform().daemon().name("in " + name).start(task);
        try {
            return task.get(CALL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            late.setStackTrace(thread.getStackTrace());
            thread.interrupt();
            throw new IllegalStateException(
                    "not done in " + name + " within " + CALL.toSeconds() + " s", late);
        } catch (ExecutionException failure) {
            throw new IllegalStateException("in " + name, failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + name, interrupted);
        }
    }

    /** Starts a daemon thread with the network of this namespace. */
    public Thread start(String threadName, Runnable body) {
        return Thread.ofPlatform()
                .daemon()
                .name(threadName)
                .start(
                        () -> {
                            Kernel.enterNetwork(path());
                            body.run();
                        });
    }
}
