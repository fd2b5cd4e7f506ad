package safekit.core.generation;

import java.util.ArrayList;
import java.util.List;
import safekit.core.base.Check;

/** A tuple in the making; the only place that knows the order of its components. */
final class TupleDraft {
    private final Tuple from;
    private long id;
    private long base;
    private List<Long> offered;
    private List<Long> history;
    private Standing standing;
    private boolean consistent;
    private boolean logValid;
    private Logs logs;
    private PairRole lastRole;
    private PairRole roleAtLastStop;
    private String peer;
    private long directories;
    private long anchor;
    private Boot boot;
    private SyncPolicy policy;

    TupleDraft(Tuple t) {
        from = t;
        id = t.id();
        base = t.base();
        offered = t.offered();
        history = t.history();
        standing = t.standing();
        consistent = t.consistent();
        logValid = t.logValid();
        logs = t.logs();
        lastRole = t.lastRole();
        roleAtLastStop = t.roleAtLastStop();
        peer = t.peer();
        directories = t.directories();
        anchor = t.anchor();
        boot = t.boot();
        policy = t.policy();
    }

    TupleDraft id(long value) {
        Check.that(value != 0, "an id is not 0");
        id = value;
        return this;
    }

    TupleDraft base(long value) {
        base = value;
        return this;
    }

    TupleDraft offered(List<Long> value) {
        offered = value;
        return this;
    }

    TupleDraft history(List<Long> value) {
        history = value;
        return this;
    }

    void remember(long oldBase) {
        if (oldBase == 0) {
            return;
        }
        var all = new ArrayList<>(history);
        all.add(oldBase);
        while (all.size() > Tuple.HISTORY_MAX) {
            all.removeFirst();
        }
        history = all;
    }

    TupleDraft standing(Standing value) {
        standing = value;
        return this;
    }

    TupleDraft consistent(boolean value) {
        consistent = value;
        return this;
    }

    TupleDraft logValid(boolean value) {
        logValid = value;
        return this;
    }

    TupleDraft logs(Logs value) {
        logs = value;
        return this;
    }

    TupleDraft lastRole(PairRole value) {
        lastRole = value;
        return this;
    }

    TupleDraft roleAtLastStop(PairRole value) {
        roleAtLastStop = value;
        return this;
    }

    TupleDraft peer(String value) {
        peer = value;
        return this;
    }

    TupleDraft directories(long value) {
        directories = value;
        return this;
    }

    TupleDraft anchor(long value) {
        anchor = value;
        return this;
    }

    TupleDraft boot(Boot value) {
        boot = value;
        return this;
    }

    TupleDraft policy(SyncPolicy value) {
        policy = value;
        return this;
    }

    Tuple done() {
        var changed =
                new Tuple(
                        id,
                        base,
                        offered,
                        history,
                        standing,
                        consistent,
                        logValid,
                        logs,
                        lastRole,
                        roleAtLastStop,
                        peer,
                        directories,
                        anchor,
                        boot,
                        policy);
        return changed.equals(from) ? from : changed;
    }
}
