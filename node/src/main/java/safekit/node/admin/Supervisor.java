package safekit.node.admin;

import static java.lang.System.Logger.Level.ERROR;

import java.io.IOException;
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
import java.util.function.Supplier;
import java.util.stream.Stream;
import safekit.node.home.Home;
import safekit.node.home.ModuleHome;
import safekit.node.install.Modules;
import safekit.node.local.CommandFailed;
import safekit.node.store.Incarnations;

/**
 * The module processes of this node: starts them, notices their death at once, cleans up, restarts
 * with growing pauses, kills the hung, and adopts what an earlier safeadmin left running. Its
 * decisions are made one at a time (all methods are synchronized); questions to processes are not.
 */
final class Supervisor implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Supervisor.class.getName());

    private final Home home;
    private final Modules modules;
    private final Questions questions;
    private final ModuleSettings settings;
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
        this.settings = new ModuleSettings(modules, new ClusterSight());
        this.questions = new Questions(home, this::runs);
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
            try {
                adopt(name, newBoot);
            } catch (IOException | RuntimeException e) {
                LOG.log(ERROR, "the module " + name + " is not taken up", e);
            }
        }
    }

    private void adopt(String name, boolean newBoot) throws IOException {
        ModuleHome module = home.module(name);
        Files.createDirectories(module.userVar());
        ModuleProcess.Noted noted = ModuleProcess.left(module);
        if (noted != null && noted.running() != null) {
            LOG.log(System.Logger.Level.INFO, "the module {0} runs: adopted", name);
            watch(name, noted.running());
        } else if (noted == null || newBoot) {
            ModuleProcess.forget(module);
            standIn.begin(name, Incarnations.last(module));
        } else {
            int code = ModuleProcess.codeOf(module, noted.incarnation());
            if (code != ModuleProcess.IN_ORDER) {
                clean(name, code);
            }
            ended(name, noted.incarnation(), code, Instant.EPOCH);
        }
    }

    synchronized boolean runs(String name) {
        return running.containsKey(name);
    }

    ModuleSettings settings() {
        return settings;
    }

    /** What the processes of modules can be asked. */
    Questions questions() {
        return questions;
    }

    /** What a shutdown has to stop: what runs, is cleaned up after, or restarts after a pause. */
    synchronized List<String> running() {
        return Stream.concat(running.keySet().stream(), restarting.stream()).distinct().toList();
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
        boolean started = false;
        try {
            var words =
                    new StartWords(
                            module,
                            modules.id(module),
                            nodeName.get(),
                            incarnation,
                            handover,
                            settings.failover(module),
                            order);
            launch(module, words);
            started = true;
        } finally {
            if (!started) {
                standIn.begin(name, incarnation);
            }
        }
    }

    /** A process that cannot be noted or watched is gone when this fails. */
    private void launch(ModuleHome module, StartWords words) throws IOException {
        Process child = launcher.launch(module, words.list());
        boolean watched = false;
        try {
            watch(module.name(), ModuleProcess.started(module, child, words.incarnation()));
            watched = true;
        } finally {
            if (!watched) {
                running.remove(module.name());
                Process _ = child.destroyForcibly().onExit().join();
            }
        }
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
    void killForGood(String name) {
        ModuleProcess process;
        synchronized (this) {
            process = running.get(name);
            if (process != null) {
                killed.add(process);
            }
        }
        if (process != null) {
            kill(name, process);
        }
    }

    private void kill(String name, ModuleProcess process) {
        process.kill(() -> afterDeath.cutOff(name));
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

    private void watch(String name, ModuleProcess process) throws IOException {
        Pulse pulse =
                new Pulse(name, home.module(name).socket(), settings, () -> kill(name, process));
        running.put(name, process);
        Thread.ofPlatform()
                .name("end of " + name)
                .daemon()
                .start(
                        () -> {
                            int code = process.awaitEnd();
                            pulse.close();
                            endedAsync(name, process, code);
                        });
        pulse.start();
    }

    /**
     * The scripts that clean up may take minutes: meanwhile the module still counts as running, and
     * the others can be commanded.
     */
    private void endedAsync(String name, ModuleProcess process, int code) {
        if (code == ModuleProcess.HELD && otherIsWatched(name, process)) {
            return;
        }
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
        } catch (IOException | RuntimeException e) {
            LOG.log(ERROR, "the end of the module " + name, e);
        }
    }

    /** A process found that another one runs, which nobody knew of: that one is watched. */
    private synchronized boolean otherIsWatched(String name, ModuleProcess process) {
        try {
            ModuleProcess.Noted other = ModuleProcess.holder(home.module(name));
            if (other == null || other.running() == null || running.get(name) != process) {
                return false;
            }
            LOG.log(ERROR, "another process of the module {0} runs: adopted", name);
            watch(name, other.running());
            other.running().note();
            return true;
        } catch (IOException e) {
            LOG.log(ERROR, "the lock of the module " + name, e);
            return false;
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
        try {
            afterDeath.clean(name);
        } catch (RuntimeException e) {
            LOG.log(ERROR, "module " + name + " is not cleaned up", e);
        }
    }

    private void ended(String name, long incarnation, int code, Instant since) throws IOException {
        try {
            standIn.begin(name, incarnation);
        } catch (RuntimeException e) {
            LOG.log(ERROR, "nobody stands in for the module " + name, e);
        }
        if (code == ModuleProcess.IN_ORDER || code == ModuleProcess.BY_FORCE) {
            ModuleProcess.forget(home.module(name));
            pauses.forget(name);
            restarting.remove(name);
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
        } catch (IOException | CommandFailed | RuntimeException e) {
            LOG.log(ERROR, "module {0} does not restart: {1}", name, e);
            restartIn(pauses.next(name, Instant.now()), name);
        }
    }

    /** No process is started any more; those that run go on. */
    @Override
    public synchronized void close() {
        closing = true;
        later.shutdownNow();
    }
}
