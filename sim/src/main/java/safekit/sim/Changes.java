package safekit.sim;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import safekit.core.replication.LogRecord;

/**
 * The changes of the application that are being made on one node, step by step: into the log, into
 * the stream, onto the disk; names the other way round. A fault may come between any two steps.
 */
final class Changes {
    /** A change that has begun: what it puts where, and its number in the stream. */
    private static final class Underway {
        private final List<Frame.Part> parts;

        Underway(List<Frame.Part> parts) {
            this.parts = parts;
        }
    }

    private final Host host;
    private final World world;
    private final DataPlane data;
    private final Set<Underway> begun = new LinkedHashSet<>();
    private final Set<Integer> busy = new TreeSet<>();
    private final List<Waiting> waiting = new ArrayList<>();

    /** Something that waits until these changes are made. */
    private record Waiting(Set<Underway> changes, Runnable then) {}

    Changes(Host host, World world, DataPlane data) {
        this.host = host;
        this.world = world;
        this.data = data;
    }

    void lost() {
        begun.clear();
        busy.clear();
        waiting.clear();
    }

    boolean none() {
        return begun.isEmpty();
    }

    /** Whether what is in this place is being changed. */
    boolean touch(int place) {
        return busy.contains(place);
    }

    /** The application wants this. */
    void want(Layout.Change change) {
        if (!data.admits() || change.places().stream().anyMatch(busy::contains)) {
            return;
        }
        List<LogRecord> missing = data.unlogged() ? List.of() : data.logbook().missing(change);
        if (missing.isEmpty()) {
            begin(change);
        } else if (!data.logbook().busy()) {
            log(change, missing);
        }
    }

    private void log(Layout.Change change, List<LogRecord> missing) {
        Logbook logbook = data.logbook();
        logbook.begins(missing);
        if (!world.obeys(DataRule.LOG_BEFORE_CHANGE)) {
            begin(change);
        }
        host.diskWork(
                () -> {
                    if (logbook.busy()) {
                        logbook.ends();
                    }
                    want(change); // A checkpoint may have begun: all is looked at again.
                });
    }

    private void begin(Layout.Change change) {
        var parts = new ArrayList<Frame.Part>();
        for (int place : change.places()) {
            int number = world.oracle.written(place, data.memory(place), host.index);
            parts.add(new Frame.Part(place, number));
            data.logbook().written(place);
        }
        world.trace("N" + host.index + " changes " + parts);
        var one = new Underway(List.copyOf(parts));
        begun.add(one);
        busy.addAll(change.places());
        if (change.atItsEnd()) {
            later(
                    () -> {
                        made(one);
                        later(() -> ended(one, data.travels(one.parts)));
                    });
        } else {
            Answers.@Nullable Ticket ticket = data.travels(one.parts);
            later(
                    () -> {
                        made(one);
                        ended(one, ticket);
                    });
        }
    }

    private void later(Runnable step) {
        if (host.draw().oneIn(4)) {
            host.diskWork(step);
        } else {
            step.run();
        }
    }

    private void made(Underway one) {
        one.parts.forEach(part -> data.put(part));
    }

    private void ended(Underway one, Answers.@Nullable Ticket ticket) {
        begun.remove(one);
        one.parts.forEach(part -> busy.remove(part.place()));
        data.done(ticket);
        for (Waiting each : List.copyOf(waiting)) {
            each.changes.remove(one);
            if (each.changes.isEmpty() && waiting.remove(each)) {
                each.then.run();
            }
        }
    }

    /** When what has begun up to now is made; at once when nothing has. */
    void whenMade(Runnable then) {
        if (begun.isEmpty()) {
            then.run();
        } else {
            waiting.add(new Waiting(new LinkedHashSet<>(begun), then));
        }
    }
}
