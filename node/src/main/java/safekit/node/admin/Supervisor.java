package safekit.node.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import safekit.core.config.module.Heart;
import safekit.core.config.module.ModuleConfig;
import safekit.core.local.LocalMessage.Output;
import safekit.core.local.LocalMessage.Request;
import safekit.node.home.Home;
import safekit.node.home.ModuleHome;
import safekit.node.install.Modules;
import safekit.node.local.CommandFailed;
import safekit.node.local.LocalConnection;

/**
 * The module processes of this node: starts them, notices their death at once, cleans up, restarts
 * with growing pauses, kills the hung, and adopts what an earlier safeadmin left running. Its
 * decisions are made one at a time (all methods are synchronized); questions to processes are not.
 */
final class Supervisor implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Supervisor.class.getName());
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration TO_BEGIN = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(50);

    private final Home home;
    private final Modules modules;
    private final Launcher launcher;
    private final StandIn standIn;
    private final AfterDeath afterDeath;
    private final Supplier<String> nodeName;
    private final Map<String, ModuleProcess> running = new TreeMap<>();
    private final RestartPauses pauses = new RestartPauses();
    private final ScheduledExecutorService later =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("restart").daemon().factory());
    private final Set<String> reserved = new HashSet<>();
    private final Set<ModuleProcess> killed = new HashSet<>();

    /** Modules whose dead process is cleaned up after; they count as running. */
    private final Set<String> cleaning = new HashSet<>();

    /** Modules that restart when their pause is over. */
    private final Set<String> restarting = new HashSet<>();

    private boolean closing;

    Supervisor(
            Home home,
            Modules modules,
            Launcher launcher,
            StandIn standIn,
            AfterDeath afterDeath,
            Supplier<String> nodeName) {
        this.home = home;
        this.modules = modules;
        this.launcher = launcher;
        this.standIn = standIn;
        this.afterDeath = afterDeath;
        this.nodeName = nodeName;
    }

    /**
     * Takes up what an earlier safeadmin left: running, dead or stopped. After a new start of the
     * machine nothing runs and nothing is left; whether a module starts is its boot setting's word.
     */
    synchronized void adopt(boolean newBoot) throws IOException {
        for (String name : modules.configured()) {
            ModuleHome module = home.module(name);
            ModuleProcess.Noted noted = ModuleProcess.noted(module);
            if (noted == null || newBoot) {
                ModuleProcess.forget(module);
                Files.deleteIfExists(module.socket());
                standIn.begin(name, Incarnations.last(module));
            } else if (noted.running() != null) {
                LOG.log(System.Logger.Level.INFO, "the module {0} runs: adopted", name);
                watch(name, noted.running());
            } else {
                int code = Files.exists(module.socket()) ? -1 : ModuleProcess.IN_ORDER;
                if (code != ModuleProcess.IN_ORDER) {
                    clean(name, code);
                }
                ended(name, noted.incarnation(), code, Instant.EPOCH);
            }
        }
    }

    synchronized boolean runs(String name) {
        return running.containsKey(name);
    }

    synchronized List<String> running() {
        return List.copyOf(running.keySet());
    }

    /** Starts the process of a configured module; refused when one runs. */
    synchronized void start(String name, StartOrder order) throws IOException, CommandFailed {
        if (closing) {
            throw new CommandFailed("safeadmin is stopping");
        }
        if (running.containsKey(name)) {
            throw new CommandFailed("the module " + name + " is already running");
        }
        if (reserved.contains(name)) {
            throw new CommandFailed(
                    "another command works on the module " + name + ": wait for it");
        }
        ModuleHome module = modules.requiredActive(name);
        Files.createDirectories(module.userVar());
        long incarnation = Incarnations.next(module);
        StandIn.Handover handover = standIn.end(name);
        Files.deleteIfExists(module.socket());
        Process child;
        try {
            child = launcher.launch(module, arguments(module, incarnation, handover, order));
        } catch (IOException e) {
            standIn.begin(name, incarnation);
            throw e;
        }
        watch(name, ModuleProcess.started(module, child, incarnation));
    }

    /** No process runs and the configuration changed, or the module is no longer configured. */
    synchronized void configurationChanged(String name, boolean configured) throws IOException {
        standIn.end(name);
        if (configured) {
            standIn.begin(name, Incarnations.last(home.module(name)));
        }
    }

    /**
     * Whether nothing is left to be ordered to stop: no process runs, or the one that ran is dead
     * and cleaned up after. Then the module does not restart.
     */
    synchronized boolean isStopped(String name) throws IOException {
        ModuleProcess process = running.get(name);
        if (process == null) {
            if (restarting.remove(name)) {
                ModuleProcess.forget(home.module(name));
            }
            return true;
        }
        if (cleaning.contains(name)) {
            killed.add(process);
            return true;
        }
        return false;
    }

    /** Another cluster is in effect, or none: who stands in for a module speaks for that one. */
    synchronized void clusterChanged(boolean applied) throws IOException {
        for (String name : modules.configured()) {
            if (running.containsKey(name) || reserved.contains(name)) {
                continue;
            }
            if (applied) {
                standIn.begin(name, Incarnations.last(home.module(name)));
            } else {
                standIn.end(name);
            }
        }
    }

    /** However the process of a module ends from now on: it does not restart. */
    synchronized void endsForGood(String name) {
        ModuleProcess process = running.get(name);
        if (process != null) {
            killed.add(process);
        }
    }

    /** Kills the process of a module for good: what it left is removed, it does not restart. */
    synchronized void killForGood(String name) {
        ModuleProcess process = running.get(name);
        if (process != null) {
            killed.add(process);
            process.kill();
        }
    }

    /** What a {@link #whileStopped} does. */
    interface Work {
        void run() throws IOException, CommandFailed;
    }

    /** Does this while no process of the module runs or starts; refused when one runs. */
    void whileStopped(String name, Work work) throws IOException, CommandFailed {
        reserve(name);
        try {
            work.run();
        } finally {
            release(name);
        }
    }

    private synchronized void reserve(String name) throws CommandFailed {
        if (running.containsKey(name)) {
            throw new CommandFailed(
                    "the module %1$s is running: stop it first with safekit stop -m %1$s"
                            .formatted(name));
        }
        if (!reserved.add(name)) {
            throw new CommandFailed(
                    "another command works on the module " + name + ": wait for it");
        }
    }

    private synchronized void release(String name) {
        reserved.remove(name);
    }

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
            if (!runs(name)) {
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

    /** After a third of the heartbeat timeout without answer a process counts as hung. */
    Duration patience(String name) throws IOException {
        return timeout(name).dividedBy(3);
    }

    /** The silence after which a peer of the module counts as gone. */
    Duration timeout(String name) throws IOException {
        ModuleConfig config = modules.active(name);
        Heart heart = config == null ? null : config.heart();
        return heart == null ? DEFAULT_TIMEOUT : heart.timeout();
    }

    private void watch(String name, ModuleProcess process) throws IOException {
        running.put(name, process);
        Pulse pulse = new Pulse(name, home.module(name).socket(), patience(name), process::kill);
        pulse.start();
        Thread.ofPlatform()
                .name("end of " + name)
                .daemon()
                .start(
                        () -> {
                            int code = process.ended().join();
                            pulse.close();
                            endedAsync(name, process, code);
                        });
    }

    /**
     * The scripts that clean up may take minutes: meanwhile the module still counts as running, and
     * the others can be commanded.
     */
    private void endedAsync(String name, ModuleProcess process, int code) {
        try {
            if (isDead(name, process, code)) {
                clean(name, code);
            }
        } finally {
            gone(name, process, code);
        }
    }

    private synchronized void gone(String name, ModuleProcess process, int code) {
        if (running.get(name) != process) {
            return;
        }
        running.remove(name);
        cleaning.remove(name);
        int kind = killed.remove(process) ? ModuleProcess.BY_FORCE : code;
        try {
            ended(name, process.incarnation(), kind, process.since());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized boolean isDead(String name, ModuleProcess process, int code) {
        boolean ours = running.get(name) == process;
        boolean dead = ours && (code != ModuleProcess.IN_ORDER || killed.contains(process));
        if (dead) {
            cleaning.add(name);
        }
        return dead;
    }

    private void clean(String name, int code) {
        LOG.log(System.Logger.Level.WARNING, "module {0} ended with {1}", name, code);
        afterDeath.clean(name);
    }

    private void ended(String name, long incarnation, int code, Instant since) throws IOException {
        standIn.begin(name, incarnation);
        ModuleHome module = home.module(name);
        boolean inOrder = code == ModuleProcess.IN_ORDER;
        if (inOrder || code == ModuleProcess.BY_FORCE) {
            ModuleProcess.forget(module);
            pauses.forget(name);
        } else if (!closing) {
            restartIn(pauses.next(name, since), name);
        }
    }

    private void restartIn(Duration pause, String name) {
        restarting.add(name);
        Future<?> _ = later.schedule(() -> restart(name), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void restart(String name) {
        try {
            boolean wanted = restarting.remove(name);
            if (wanted && !runs(name) && modules.isConfigured(name) && !closing) {
                start(name, StartOrder.automatic());
            }
        } catch (IOException | CommandFailed e) {
            LOG.log(System.Logger.Level.ERROR, "module {0} does not restart: {1}", name, e);
            restartIn(pauses.next(name, Instant.now()), name);
        }
    }

    private List<String> arguments(
            ModuleHome module, long incarnation, StandIn.Handover handover, StartOrder order)
            throws IOException {
        return List.of(
                home.safe().toString(),
                home.var().toString(),
                module.name(),
                "incarnation=" + incarnation,
                "receiver=" + (handover.diedAsPrimary() ? 1 : 0),
                "reserved=" + handover.reservedNanos(),
                "failover=" + (failover(module) ? "on" : "off"),
                "command=" + order.command(),
                "fullsync=" + (order.fullsync() ? 1 : 0),
                "author=" + order.author(),
                "counted=" + (order.equals(StartOrder.automatic()) ? 1 : 0),
                "id=" + modules.id(module),
                "node=" + nodeName.get());
    }

    /** The setting of {@code safekit failover}, else of the configuration. */
    boolean failover(ModuleHome module) throws IOException {
        @Nullable Boolean set = UserSetting.failover(module).read();
        if (set != null) {
            return set;
        }
        ModuleConfig config = modules.active(module.name());
        return config == null || config.service().failover();
    }

    /** No process is started any more; those that run go on. */
    @Override
    public synchronized void close() {
        closing = true;
        later.shutdownNow();
    }
}
