package safekit.node.admin;

import java.io.IOException;
import java.nio.file.Path;
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
    private Main() {}

    /** Runs until it is told to end. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            System.err.println("usage: safeadmin SAFE SAFEVAR");
            System.exit(2);
        }
        Home home = new Home(Path.of(arguments[0]), Path.of(arguments[1]));
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
