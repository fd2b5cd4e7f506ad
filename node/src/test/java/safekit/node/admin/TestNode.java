package safekit.node.admin;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import safekit.core.local.LocalMessage.Request;
import safekit.node.disk.FileTree;
import safekit.node.home.Home;
import safekit.node.local.LocalConnection;
import safekit.node.local.LocalServer;

/** safeadmin on a temporary SAFE tree with the real templates, and a caller of its socket. */
final class TestNode implements AutoCloseable {
    static final String CLUSTER =
            """
            <cluster><lans port="%d"><lan name="default">
              <node name="node1" addr="127.0.0.1"/><node name="node2" addr="127.0.0.2"/>
            </lan></lans></cluster>
            """;

    static final Path ROOT = Path.of(System.getProperty("repository.root", ".."));

    final Home home;
    final List<String> events = new CopyOnWriteArrayList<>();
    final NotedRecords records = new NotedRecords();

    /** What cleaning up after a death does beside being noted. */
    volatile Runnable cleaning = () -> {};

    private Daemon daemon;
    private LocalServer server;
    private final AtomicInteger daemons = new AtomicInteger();

    TestNode(Path directory) throws IOException {
        home = new Home(directory.resolve("safe"), directory.resolve("var"));
        Files.createDirectories(home.var());
        for (String template : List.of("mirror", "notes")) {
            pack(
                    ROOT.resolve("packaging/templates").resolve(template),
                    home.applicationModules().resolve("generic/" + template + ".safe"));
        }
        daemon = daemon();
        server = daemon.open();
    }

    /** The answer to one command. */
    record Result(int code, String out, String err) {}

    Result run(String... arguments) throws IOException {
        return runAs(Map.of(), arguments);
    }

    Result runAs(Map<String, String> environment, String... arguments) throws IOException {
        StringBuilder out = new StringBuilder();
        StringBuilder err = new StringBuilder();
        try (LocalConnection connection = LocalConnection.to(home.controlSocket())) {
            int code =
                    connection.ask(
                            new Request("", home.var().toString(), environment, List.of(arguments)),
                            output -> (output.stream() == 1 ? out : err).append(output.text()));
            return new Result(code, out.toString(), err.toString());
        }
    }

    /** Installs and configures the mirror template with a directory and an address of here. */
    void configureMirror(String timeout) throws IOException {
        Files.writeString(home.var().resolve("c.xml"), CLUSTER.formatted(freePort()));
        ok(run("cluster config", "file=c.xml"));
        ok(run("module install", "module=mirror"));
        Files.delete(home.module("mirror").current().resolve("bin/config"));
        Path directory = Files.createDirectories(home.var().resolveSibling("repdir"));
        Path file = home.module("mirror").userconfig();
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("10.1.0.126", "127.0.0.77")
                        .replace("/repdir", directory.toString())
                        .replace("<heart>", "<heart timeout=\"" + timeout + "\">"));
        ok(run("config", "module=mirror"));
    }

    static void ok(Result result) {
        if (result.code() != 0) {
            throw new AssertionError(result);
        }
    }

    /** safeadmin dies without a word; another one starts. */
    void restartDaemon() throws IOException {
        daemon.close();
        server.close();
        daemon = daemon();
        server = daemon.open();
    }

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + 30_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within 30 s: " + what);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    boolean isState(String state) {
        try {
            return run("state", "module=mirror").out().trim().equals(state);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the processes of the module were started with. */
    String starts() throws IOException {
        Path out = home.module("mirror").userVar().resolve("process.out");
        return Files.exists(out) ? Files.readString(out) : "";
    }

    private Daemon daemon() {
        int mine = daemons.incrementAndGet();
        String java = ProcessHandle.current().info().command().orElseThrow();
        String classes =
                String.join(
                        ":",
                        ROOT.resolve("core/target/classes").toString(),
                        ROOT.resolve("linux/target/classes").toString(),
                        ROOT.resolve("node/target/classes").toString(),
                        ROOT.resolve("node/target/test-classes").toString());
        Launcher launcher =
                Launcher.command(
                        List.of(
                                java,
                                "-XX:+UseSerialGC",
                                "-Xmx64m",
                                "-cp",
                                classes,
                                FakeModule.class.getName()));
        StandIn standIn =
                new StandIn() {
                    @Override
                    public void begin(String module, long dead) {
                        told(mine, "begin");
                    }

                    @Override
                    public Handover end(String module) {
                        told(mine, "end");
                        return new Handover(5, true);
                    }
                };
        AfterDeath afterDeath =
                new AfterDeath() {
                    @Override
                    public void cutOff(String module) {
                        told(mine, "cut off");
                    }

                    @Override
                    public void clean(String module) {
                        told(mine, "clean");
                        cleaning.run();
                    }
                };
        return new Daemon(home, new Daemon.Parts(launcher, standIn, afterDeath, records));
    }

    /** A daemon that was left as dead still watches its child in this JVM: it has no say. */
    private void told(int by, String event) {
        if (by == daemons.get()) {
            events.add(event);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new DatagramSocket()) {
            return socket.getLocalPort();
        }
    }

    static void pack(Path directory, Path archive) throws IOException {
        Files.createDirectories(archive.getParent());
        try (OutputStream out = Files.newOutputStream(archive);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Path file : FileTree.files(directory)) {
                zip.putNextEntry(new ZipEntry(directory.relativize(file).toString()));
                Files.copy(file, zip);
            }
        }
    }

    @Override
    public void close() throws IOException {
        daemon.shutdown(text -> {});
        daemon.close();
        server.close();
    }
}
