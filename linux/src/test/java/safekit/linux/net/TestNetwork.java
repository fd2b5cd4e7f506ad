package safekit.linux.net;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import safekit.linux.sys.ColdCall;

/**
 * Hosts a, b and c, each a network namespace with eth0 on one bridge: 10.99.0.1 to .3 and fd99::1
 * to ::3. Closing removes everything.
 */
final class TestNetwork implements AutoCloseable {
    private static final ColdCall OPEN = ColdCall.of("open", 2);
    private static final ColdCall SETNS = ColdCall.of("setns", 2);
    private static final ColdCall CLOSE = ColdCall.of("close", 1);
    private static final int NEW_NETWORK = 0x40000000;

    private final String prefix = "sk-test-" + ProcessHandle.current().pid() + "-";
    private final List<String> namespaces = new ArrayList<>();

    TestNetwork() throws Exception {
        try {
            build();
        } catch (Exception | AssertionError failed) {
            close();
            throw failed;
        }
    }

    private void build() throws Exception {
        add("sw");
        ip("sw", "link add br0 type bridge forward_delay 0 mcast_snooping 0");
        ip("sw", "link set br0 up");
        int number = 0;
        for (String host : List.of("a", "b", "c")) {
            number++;
            add(host);
            ip(
                    "sw",
                    "link add port-" + host + " type veth peer name eth0 netns " + namespace(host));
            ip("sw", "link set port-" + host + " master br0 up");
            ip(host, "link set eth0 address 02:99:00:00:00:0" + number);
            ip(host, "addr add 10.99.0." + number + "/24 dev eth0");
            ip(host, "addr add fd99::" + number + "/64 dev eth0 nodad");
            ip(host, "link set lo up");
            ip(host, "link set eth0 up");
        }
        for (String host : List.of("a", "b", "c")) {
            await("link of " + host, () -> in(host, () -> linkUp()));
        }
    }

    private static boolean linkUp() throws IOException {
        return Interfaces.read().required("eth0").linkUp();
    }

    private void add(String host) throws Exception {
        command("ip", "netns", "add", namespace(host));
        namespaces.add(namespace(host));
    }

    String namespace(String host) {
        return prefix + host;
    }

    /** Runs an ip command inside a host and gives what it prints. */
    String ip(String host, String words) throws Exception {
        var command = new ArrayList<>(List.of("ip", "-n", namespace(host)));
        command.addAll(List.of(words.split(" ")));
        return command(command.toArray(new String[0]));
    }

    static String command(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new AssertionError(String.join(" ", command) + ": " + output);
        }
        return output;
    }

    /** Runs it on a thread inside the host's network namespace. */
    <T> T in(String host, Callable<T> action) throws Exception {
        try {
            return start(host, action).join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw failed;
        }
    }

    <T> CompletableFuture<T> start(String host, Callable<T> action) {
        var result = new CompletableFuture<T>();
        Thread.ofPlatform()
                .start(
                        () -> {
                            try {
                                enter(namespace(host));
                                result.complete(action.call());
                            } catch (Throwable failed) {
                                result.completeExceptionally(failed);
                            }
                        });
        return result;
    }

    private static void enter(String namespace) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            long path = arena.allocateFrom("/run/netns/" + namespace).address();
            int descriptor = OPEN.run(path, 0x80000);
            SETNS.run(descriptor, NEW_NETWORK);
            CLOSE.run(descriptor);
        }
    }

    static void await(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + 10_000_000_000L;
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within 10 s: " + what);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    static InetAddress address(String text) throws IOException {
        return InetAddress.getByName(text);
    }

    @Override
    public void close() throws IOException {
        for (String namespace : namespaces) {
            command("ip", "netns", "del", namespace);
        }
    }
}
