package safekit.node.module;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import safekit.core.config.module.VirtualIp;
import safekit.linux.fuse.FuseMount;
import safekit.linux.process.ProcessIdentity;
import safekit.node.disk.ProcessLock;
import safekit.node.home.ModuleHome;
import safekit.node.store.ExitCode;
import safekit.node.store.Incarnations;
import safekit.node.store.ModuleLog;
import safekit.node.store.SqliteLibrary;

/**
 * The process of one module, started by safeadmin: {@code SAFE SAFEVAR AM id=N node=NAME
 * incarnation=N receiver=0|1 reserved=NANOS failover=on|off command=... fullsync=0|1 author=TEXT}.
 */
public final class Main {
    private static final int BAD_CONFIGURATION = 1;
    private static final int USAGE = 2;
    private static final int BROKEN = 70;
    private static final long LAST_WORDS_MILLIS = 500;

    private Main() {}

    /**
     * Runs the module; ends with {@link ModuleProcess#ENDED}, FORCED, HELD when another process of
     * the module runs, or 70 after a bug.
     */
    public static void main(String[] words) throws IOException, InterruptedException {
        PrintStream errors = System.err;
        Arguments arguments;
        try {
            arguments = Arguments.of(List.of(words));
        } catch (IllegalArgumentException e) {
            errors.println("Error: " + e.getMessage());
            System.exit(USAGE);
            return;
        }
        ModuleHome home = arguments.module();
        Files.createDirectories(home.userVar());
        long incarnation = arguments.incarnation();
        String holder = ProcessIdentity.own().print() + " " + incarnation;
        try (ProcessLock alone = ProcessLock.take(home.lock(), holder)) {
            if (alone == null || Incarnations.last(home) > incarnation) {
                errors.println(
                        alone == null
                                ? "Error: another process of the module runs: it holds "
                                        + home.lock()
                                : "Error: a newer process of the module was started");
                System.exit(ModuleProcess.HELD);
            }
            LeftScript.of(home).end();
            SqliteLibrary.unpackInto(home.userVar().resolve("native"));
            var journal = new Journal(new ModuleLog(home.log()));
            Thread.setDefaultUncaughtExceptionHandler(
                    (thread, bug) -> lastWords(journal, thread, bug));
            int code = run(arguments, journal, errors);
            tellEnd(home, incarnation, code, errors);
            System.exit(code);
        }
    }

    /** A full disk does not make a death of an ordered end for the safeadmin that is our parent. */
    private static void tellEnd(ModuleHome home, long incarnation, int code, PrintStream errors) {
        try {
            ExitCode.write(home, incarnation, code);
        } catch (IOException e) {
            errors.println("Error: the exit code " + code + " is not kept: " + e.getMessage());
        }
    }

    private static int run(Arguments arguments, Journal journal, PrintStream errors)
            throws IOException, InterruptedException {
        ModuleHome home = arguments.module();
        ModuleProcess module;
        try {
            ModuleSetup setup = ModuleSetup.read(home, arguments.moduleId(), arguments.nodeName());
            if (setup.config().rfs() != null) {
                FuseMount.allowManyFiles();
            }
            var scripts = new Scripts(home, setup.config().user(), journal::ofTask);
            module =
                    new ModuleProcess(
                            setup,
                            tuple ->
                                    DirectoryReplication.of(
                                            setup, arguments.incarnation(), tuple, journal),
                            addresses(setup, journal),
                            scripts,
                            journal,
                            Main::reboot);
        } catch (IOException e) {
            errors.println("Error: " + e.getMessage());
            journal.lastWords(String.valueOf(e.getMessage()), LAST_WORDS_MILLIS);
            return BAD_CONFIGURATION;
        }
        module.start(
                new ModuleProcess.Start(
                        arguments.incarnation(),
                        arguments.receiver(),
                        arguments.reservedNanos(),
                        arguments.failover(),
                        arguments.order()));
        var socket = new ModuleSocket(home.socket(), new Requests(module));
        int code = module.awaitEnd(Long.MAX_VALUE);
        socket.close();
        module.close();
        return code;
    }

    private static Addresses addresses(ModuleSetup setup, Journal journal) throws IOException {
        VirtualIp vip = setup.config().vip();
        return vip == null
                ? Addresses.NONE
                : new VirtualAddresses(
                        vip,
                        ResolvedAddresses.resolve(setup.home(), vip),
                        () -> PeerNeighbours.of(setup),
                        journal::ofTask);
    }

    /** A bug or a broken invariant: nothing may rest on this process any more. */
    private static void lastWords(Journal journal, Thread thread, Throwable bug) {
        try {
            var trace = new java.io.StringWriter();
            bug.printStackTrace(new java.io.PrintWriter(trace, true));
            System.err.println(trace);
            journal.lastWords(
                    "Internal error in thread " + thread.getName() + ": " + trace,
                    LAST_WORDS_MILLIS);
        } finally {
            Runtime.getRuntime().halt(BROKEN);
        }
    }

    private static void reboot() {
        try {
            Process shutdown =
                    new ProcessBuilder("shutdown", "-r", "now")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            boolean _ = shutdown.waitFor(10, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("automatic_reboot", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
