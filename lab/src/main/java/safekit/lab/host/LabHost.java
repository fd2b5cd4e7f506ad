package safekit.lab.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One host of the lab: own network, mount, pid, uts and ipc namespace, own /run, /tmp, /var/tmp and
 * /dev/shm, and a disk that is mounted at the same path on every host of a lab. Everything else of
 * the filesystem is the machine's.
 */
public final class LabHost {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** Name, number (from 1), name of the network namespace, and where the disk is mounted. */
    record Identity(String name, int number, String namespace, Path disk) {}

    private final Identity identity;
    private final DataDisk disk;
    private final Switch network;
    private final List<Lan> lans;
    private final Map<String, String> environment = new TreeMap<>();
    private volatile @Nullable RunningHost running;
    private boolean paused;

    LabHost(Identity identity, DataDisk disk, Switch network, List<Lan> lans) {
        this.identity = identity;
        this.disk = disk;
        this.network = network;
        this.lans = lans;
        environment.put("SAFEKIT_BOOT_ID_FILE", RunningHost.BOOT_ID.toString());
    }

    public String name() {
        return identity.name();
    }

    /** Where the host's own disk is mounted: the same path on every host of the lab. */
    public Path disk() {
        return identity.disk();
    }

    public String address(Lan lan) {
        return lan.address(identity.number());
    }

    public String hardwareAddress(Lan lan) {
        return lan.hardwareAddress(identity.number());
    }

    /** Adds a variable to the environment of all commands that follow. */
    public void define(String variable, String value) {
        environment.put(variable, value);
    }

    public boolean isOn() {
        return running != null;
    }

    /** Where Java code runs to have the host's network. */
    public NetworkNamespace network() {
        return on().network();
    }

    /**
     * A path of the host as this JVM can open it. Prefer {@link #exec} for replicated directories:
     * a hanging filesystem would hang this JVM.
     */
    public Path path(Path path) {
        return Path.of("/proc", on().init() + "", "root").resolve(Path.of("/").relativize(path));
    }

    /** What a person types to get a shell on the host. */
    public String shellCommand() {
        var line = on().enter();
        line.add("env");
        environment.forEach((variable, value) -> line.add(variable + "=" + value));
        line.add("bash");
        return String.join(" ", line);
    }

    // --- acts ---

    /** Runs a command in all namespaces of the host, killed after 30 s. */
    public Outcome exec(String... command) {
        return exec(DEADLINE, command);
    }

    public Outcome exec(Duration deadline, String... command) {
        var limited = new ArrayList<>(List.of("timeout", "-s", "KILL"));
        limited.add(deadline.toMillis() / 1000.0 + "s");
        limited.addAll(List.of(command));
        return Shell.run(inside(limited), "", deadline.plusSeconds(5));
    }

    /**
     * Starts a program whose standard input and output the caller holds, and whose end is his duty;
     * it dies with the host.
     */
    public Process talk(String... program) {
        try {
            return Shell.builder(inside(List.of(program))).redirectErrorStream(true).start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private List<String> inside(List<String> command) {
        var line = on().enter();
        line.add("env");
        line.add("--chdir=" + disk());
        environment.forEach((variable, value) -> line.add(variable + "=" + value));
        line.addAll(command);
        return line;
    }

    /** Copies a file or tree of the machine to a path of the host that does not exist yet. */
    public void copyIn(Path source, Path target) {
        Shell.must("cp", "-a", source.toString(), path(target).toString());
    }

    /**
     * Starts a program that stays, as the host's first process would; its output goes to a file.
     */
    public void launch(Path output, String... program) {
        var script = "exec setsid --fork \"$@\" >>'" + output + "' 2>&1 </dev/null";
        var line = new ArrayList<>(List.of("sh", "-c", script, "launch"));
        line.addAll(List.of(program));
        exec(line.toArray(String[]::new)).orThrow();
    }

    /**
     * The current of the machine fails: the host says nothing more and forgets what it had not
     * synced.
     */
    public void powerOff() {
        RunningHost host = on();
        network.down(identity.number());
        Kernel.shutDown(path(disk()));
        running = null;
        host.kill();
        network.unplug(identity.number());
        if (paused) {
            paused = false;
            network.unblock(name());
        }
        disk.awaitReleased();
    }

    /** A cold start: journal replayed, new boot id, nothing runs. */
    public void powerOn() {
        if (running != null) {
            throw new IllegalStateException(name() + " is on already");
        }
        var namespace = NetworkNamespace.create(identity.namespace());
        network.plug(namespace, name(), identity.number(), lans);
        running = RunningHost.boot(namespace, name(), disk.device(), disk());
    }

    /** Freezes the whole host: no process runs, no packet passes, carrier and memory stay. */
    public void pause() {
        paused = true;
        network.block(name());
        signalAll("STOP");
    }

    /** Ends {@link #pause}; nothing happens when the host is not paused. */
    public void resume() {
        if (paused) {
            paused = false;
            network.unblock(name());
            signalAll("CONT");
            ProcessHandle.current().children().forEach(LabHost::wake);
        }
    }

    /** Stops one process as if it hung; pid as seen inside the host. */
    public void hang(long pid) {
        signal("STOP", pid);
    }

    /** Kills one process at once; pid as seen inside the host. */
    public void kill(long pid) {
        signal("KILL", pid);
    }

    /** Leaves no free byte on the host's disk. */
    public void fillDisk() {
        String script =
                "fallocate -l $(df --output=avail -B1 . | tail -1) .fill; cat /dev/zero >>.fill"
                        + " 2>/dev/null; sync .fill";
        exec("sh", "-c", script).orThrow();
    }

    /** Ends {@link #fillDisk}. */
    public void freeDisk() {
        exec("rm", "-f", ".fill").orThrow();
    }

    /**
     * Pids inside the host and command lines of the processes whose command line contains all
     * words.
     */
    public Map<Long, String> processes(String... words) {
        return on().processes(List.of(words));
    }

    /** End of the lab: nothing has to survive, and the disk goes with the lab's directory. */
    void discard() {
        RunningHost host = running;
        running = null;
        if (host != null) {
            host.kill();
        }
    }

    private void signal(String signal, long pid) {
        exec("sh", "-c", "kill -" + signal + " " + pid).orThrow();
    }

    /** Without `timeout` around it: that would be stopped too, and never see the end. */
    private void signalAll(String signal) {
        var line = on().enter();
        line.addAll(List.of("sh", "-c", "kill -" + signal + " -1 2>/dev/null; true"));
        Shell.run(line, "", DEADLINE).orThrow();
    }

    /** nsenter stops itself together with the command that it waits for. */
    private static void wake(ProcessHandle child) {
        try {
            Shell.builder(List.of("kill", "-CONT", child.pid() + "")).start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private RunningHost on() {
        RunningHost host = running;
        if (host == null) {
            throw new HostIsOff(name());
        }
        return host;
    }
}
