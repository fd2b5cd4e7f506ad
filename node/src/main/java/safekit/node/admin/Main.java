package safekit.node.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import safekit.linux.process.ProcessIdentity;
import safekit.node.disk.ProcessLock;
import safekit.node.home.Home;
import safekit.node.install.Modules;
import safekit.node.local.LocalServer;
import safekit.node.module.ModuleSetup;
import safekit.node.store.SqliteLibrary;
import safekit.node.warden.NodeWarden;
import safekit.node.warden.StoredRecords;

/**
 * Starts safeadmin in the foreground: arguments SAFE and SAFEVAR. SIGTERM stops the modules in
 * order and ends with 0.
 */
public final class Main {
    private static final System.Logger LOG = System.getLogger(Main.class.getName());
    private static final int BROKEN = 70;

    private Main() {}

    /** Runs until it is told to end; with 1 at once when another one works on this SAFEVAR. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            System.err.println("usage: safeadmin SAFE SAFEVAR");
            System.exit(2);
        }
        Home home = new Home(Path.of(arguments[0]), Path.of(arguments[1]));
        Files.createDirectories(home.var());
        try (ProcessLock alone = ProcessLock.take(home.lock(), ProcessIdentity.own().print())) {
            if (alone == null) {
                System.err.println("Error: another safeadmin runs on " + home.var());
                System.exit(1);
            }
            Thread.setDefaultUncaughtExceptionHandler(Main::broken);
            run(home);
        }
    }

    /**
     * Nothing may rest on a safeadmin without one of its threads: systemd starts another, which
     * adopts the modules. The virtual threads only answer one command each.
     */
    private static void broken(Thread thread, Throwable bug) {
        LOG.log(System.Logger.Level.ERROR, "internal error in thread " + thread.getName(), bug);
        if (!thread.isVirtual()) {
            Runtime.getRuntime().halt(BROKEN);
        }
    }

    private static void run(Home home) throws IOException {
        SqliteLibrary.unpackInto(home.var().resolve("native"));
        Daemon daemon = new Daemon(home, parts(home));
        LocalServer server = daemon.open();
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform().name("shutdown").unstarted(() -> end(daemon, server)));
        System.err.println("safeadmin answers on " + home.controlSocket());
        try {
            Thread.currentThread().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Daemon.Parts parts(Home home) {
        var warden = new NodeWarden(home, new Modules(home), Main::anchorHolds);
        return new Daemon.Parts(Launcher.java(home), warden, warden, new StoredRecords(home));
    }

    /**
     * safeadmin does not open the directories: a wrong anchor is found by the module process, which
     * answers its peer itself from then on.
     */
    private static boolean anchorHolds(ModuleSetup setup) {
        return setup.config().rfs() != null;
    }

    private static void end(Daemon daemon, LocalServer server) {
        int code = 0;
        try {
            daemon.shutdown(System.err::println);
            server.close();
            daemon.close();
        } catch (IOException e) {
            System.err.println("safeadmin: " + e.getMessage());
            code = 1;
        } finally {
            Runtime.getRuntime().halt(code);
        }
    }
}
