package safekit.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import safekit.core.mirror.MirrorState;
import safekit.core.mirror.Task;

/** The scripts, mount and addresses of one host, and invariant M6 about them. */
final class ApplicationCheck {
    private static final long MILLI = 1_000_000L;

    private final World world;
    private final int index;
    private final TreeSet<String> started = new TreeSet<>();
    private @Nullable Task running;
    private boolean mounted;
    private boolean addressed;

    ApplicationCheck(World world, int index) {
        this.world = world;
        this.index = index;
    }

    boolean mounted() {
        return mounted;
    }

    boolean addressed() {
        return addressed;
    }

    void begins(Task task, @Nullable MirrorState machine) {
        if (running != null) {
            world.oracle.broken("M6 two tasks at once on node " + index + ": " + task);
        }
        running = task;
        world.trace("N" + index + " begins " + shown(task));
        if (task instanceof Task.Script(var call)) {
            script(call.name(), call.forced());
        }
    }

    private void script(String name, boolean forced) {
        if (name.startsWith("start_") && !started.add(name.substring(6))) {
            world.oracle.broken("M6 " + name + " twice on node " + index);
        }
        if (name.startsWith("stop_") && !forced && !started.remove(name.substring(5))) {
            world.oracle.broken("M6 " + name + " without its start on node " + index);
        }
    }

    void ends(Task task) {
        running = null;
        switch (task) {
            case Task.Mount _ -> mounted = true;
            case Task.Unmount _ -> mounted = false;
            case Task.TakeAddresses _ -> addressed = true;
            case Task.DropAddresses _ -> addressed = false;
            case Task.Check _, Task.Script _, Task.Reach _ -> {}
        }
    }

    long duration(Task task, Draw draw) {
        if (task instanceof Task.Script) {
            if (draw.oneIn(80)) {
                return draw.between(2_000 * MILLI, 6_000 * MILLI);
            }
            return draw.oneIn(20)
                    ? draw.between(300 * MILLI, 1_500 * MILLI)
                    : draw.between(MILLI, 60 * MILLI);
        }
        return draw.between(MILLI, 10 * MILLI);
    }

    /**
     * Most tasks succeed; a failed script only says so, a failed mount or address stops the node.
     */
    boolean succeeds(Task task, Draw draw) {
        return !draw.oneIn(task instanceof Task.Script ? 10 : 300);
    }

    void dropAddresses() {
        addressed = false;
    }

    void killed() {
        running = null;
    }

    /** A process that starts finds nothing of the one before. */
    void processStarts() {
        running = null;
    }

    /** safeadmin aborts the mount, removes the addresses, runs the stop scripts with force. */
    void processDied() {
        clear();
    }

    void powerOff() {
        clear();
    }

    /** After an orderly end nothing may be left. */
    void exited(Oracle oracle) {
        if (mounted || addressed || !started.isEmpty()) {
            oracle.broken("M6 node " + index + " ended with " + state());
        }
        clear();
    }

    private void clear() {
        running = null;
        mounted = false;
        addressed = false;
        started.clear();
    }

    private static String shown(Task task) {
        return task instanceof Task.Script(var call)
                ? call.name() + " " + call.arguments()
                : task.getClass().getSimpleName();
    }

    List<String> state() {
        var all = new ArrayList<>(started);
        if (mounted) {
            all.add("mount");
        }
        if (addressed) {
            all.add("addresses");
        }
        return all;
    }
}
