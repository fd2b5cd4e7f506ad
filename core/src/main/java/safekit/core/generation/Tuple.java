package safekit.core.generation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import safekit.core.base.Check;

/**
 * What one node knows durably about its data, per module (docs/generations.md section 2).
 *
 * <p>Each method returns the tuple after one of the moments of section 3. The caller persists it
 * before anything that rests on it is visible.
 *
 * @param id random name of the data that this node holds; 0 = none yet, equals nothing
 * @param base id that the peer held when the two parted; the changes log covers the difference
 * @param offered ids offered to the peer since, covered by the same log; at most {@link
 *     #OFFERED_MAX}
 * @param history the last {@link #HISTORY_MAX} bases, oldest first
 * @param standing what this node knows about the other's writes
 * @param consistent false from the first byte of a reintegration to its end
 * @param logValid whether the changes log is complete since {@code base}
 * @param logs numbers of the extent logs
 * @param lastRole role of the last pairing
 * @param roleAtLastStop role when the module last stopped, only for defaultprim="lastprim"
 * @param peer name of the paired node, empty before the first pairing
 * @param directories hash of what is replicated: directories, exclusions, access lists
 * @param anchor number also stored in an extended attribute of each replicated root
 * @param boot boot during which the data was last paired
 * @param policy what an administrator wants of the next reintegration
 */
public record Tuple(
        long id,
        long base,
        List<Long> offered,
        List<Long> history,
        Standing standing,
        boolean consistent,
        boolean logValid,
        Logs logs,
        PairRole lastRole,
        PairRole roleAtLastStop,
        String peer,
        long directories,
        long anchor,
        Boot boot,
        SyncPolicy policy) {

    /** More reintegrations than this may not end between (0) and (2) before ids are forgotten. */
    public static final int OFFERED_MAX = 4;

    /** Bytes of the longest node name. */
    public static final int PEER_MAX = 255;

    /** Partings that are remembered. */
    public static final int HISTORY_MAX = 8;

    /** More log files than this are not named: then the next reintegration compares everything. */
    public static final int LOGS_MAX = 24;

    /** Checks the bounds. */
    public Tuple {
        offered = List.copyOf(offered);
        history = List.copyOf(history);
        Check.that(offered.size() <= OFFERED_MAX, "a tuple remembers at most 4 offered ids");
        Check.that(history.size() <= HISTORY_MAX, "a tuple remembers at most 8 bases");
        Check.that(
                peer.getBytes(StandardCharsets.UTF_8).length <= PEER_MAX,
                "a node name has at most 255 bytes");
    }

    /** A node that has no data yet. */
    public static Tuple empty(long directories) {
        return new Tuple(
                0,
                0,
                List.of(),
                List.of(),
                Standing.SHARED,
                true,
                false,
                Logs.NONE,
                PairRole.NONE,
                PairRole.NONE,
                "",
                directories,
                0,
                Boot.VOID,
                SyncPolicy.DEFAULT);
    }

    /** First serving ever (row "first prim"). */
    public Tuple first(long newId) {
        Check.that(id == 0, "a first id replaces no other");
        return withoutWaiting().id(newId).standing(Standing.SOLE).logValid(false).done();
    }

    /** Who serves waits for nobody, and its data is its own. */
    private TupleDraft withoutWaiting() {
        boolean waits = policy.adopts() || policy.kind() == SyncPolicy.Kind.HELD;
        return waits ? change().policy(SyncPolicy.DEFAULT) : change();
    }

    /** Root rule R0a: a new id before anything is acknowledged alone. */
    public Tuple minted(long newId) {
        Check.that(id != 0, "only data that has an id is minted again");
        var draft = withoutWaiting().id(newId).standing(Standing.SOLE);
        if (base == 0) {
            draft.base(id).offered(List.of()).logs(logs.withChanges(logs.activity()));
        } else {
            draft.logs(logs.withChanges(Logs.union(logs.changes(), logs.activity())));
        }
        return draft.done();
    }

    /** Whether this node may acknowledge alone under its id as it is. */
    public boolean mayServeWithoutMint() {
        return standing == Standing.SOLE && !offered.contains(id);
    }

    /**
     * SECOND takes over. It names no log of what it received: the old primary logged each extent in
     * its own activity before it sent anything of it, and that counts whenever the two meet.
     */
    public Tuple takenOver(long newId) {
        return change().logs(logs.withActivity(List.of()))
                .done()
                .minted(newId)
                .change()
                .lastRole(PairRole.PRIM)
                .done();
    }

    /** {@code primforce}: an administrator declares this data good. */
    public Tuple forced(long newId) {
        var draft = change().consistent(true).base(0).offered(List.of()).id(newId);
        draft.remember(base);
        for (long offer : offered) {
            draft.remember(offer == id ? 0 : offer);
        }
        draft.remember(id);
        return draft.standing(Standing.SOLE)
                .logValid(false)
                .logs(logs.withPoint(List.of()))
                .policy(SyncPolicy.DEFAULT)
                .done();
    }

    /** First writes of extents go to this log while this node acknowledges alone. */
    public Tuple loggedIn(int log) {
        Tuple t = withRoomForLogs();
        return t.change()
                .logs(t.logs.withChanges(Logs.union(t.logs.changes(), List.of(log))))
                .done()
                .sincePoint(log);
    }

    /** Reintegration begins on the sender: activity starts in a new log. */
    public Tuple sending(int newLog) {
        Tuple t = withRoomForLogs();
        return t.change()
                .logs(
                        t.logs.withChanges(Logs.union(t.logs.changes(), List.of(newLog)))
                                .withActivity(List.of(newLog)))
                .done()
                .sincePoint(newLog);
    }

    /** Rather than naming ever more logs it gives them up: everything will be compared. */
    private Tuple withRoomForLogs() {
        boolean full = logs.changes().size() + logs.activity().size() >= LOGS_MAX;
        return full ? change().logs(Logs.NONE).logValid(false).policy(policy.lost()).done() : this;
    }

    /** A log that is written while a backup of this node waits for its restore. */
    private Tuple sincePoint(int log) {
        if (policy.kind() != SyncPolicy.Kind.PRIM || policy.stage() == SyncPolicy.Stage.LOST) {
            return this;
        }
        boolean full = logs.point().size() >= LOGS_MAX;
        return full
                ? change().logs(logs.withPoint(List.of())).policy(policy.lost()).done()
                : change().logs(logs.withPoint(Logs.union(logs.point(), List.of(log)))).done();
    }

    /** Reintegration begins on the receiver: from now on its data is a mixture. */
    public Tuple receiving() {
        return change().consistent(false).done();
    }

    /**
     * Step (0), sender, after its disk is synced: the id that the pair will share is offered. Its
     * log says what a node that takes this id lacks; only a base it had before may need more.
     */
    public Tuple step0(long shared, Boot now) {
        var offers = new ArrayList<>(offered);
        offers.add(shared);
        while (offers.size() > OFFERED_MAX) {
            offers.removeFirst();
        }
        var draft = change().id(shared).offered(offers).boot(now);
        boolean ready = policy.stage() == SyncPolicy.Stage.READY;
        if (policy.kind() == SyncPolicy.Kind.PRIM && ready) {
            draft.policy(policy.at(SyncPolicy.Stage.OFFERED));
        }
        return draft.logValid(logValid || base == 0).done();
    }

    /** Step (1), receiver, everything on its disk: it holds the data but has no right yet. */
    public Tuple step1(Tuple sender, String peerName, Boot now) {
        return change().id(sender.id)
                .base(0)
                .offered(List.of())
                .history(sender.history)
                .logs(Logs.NONE)
                .logValid(true)
                .consistent(true)
                .standing(Standing.STALE)
                .lastRole(PairRole.SECOND)
                .peer(peerName)
                .anchor(sender.id)
                .boot(now)
                .policy(SyncPolicy.DEFAULT)
                .done();
    }

    /** Step (2), sender: the two are one. */
    public Tuple step2(String peerName, Boot now) {
        var draft = change().base(0).offered(List.of(id)).standing(Standing.SHARED);
        draft.remember(base);
        return draft.lastRole(PairRole.PRIM)
                .logs(new Logs(List.of(), logs.activity()))
                .logValid(true)
                .peer(peerName)
                .anchor(id)
                .boot(now)
                .policy(SyncPolicy.DEFAULT)
                .done();
    }

    /** Step (3), receiver, on the sender's word. */
    public Tuple step3() {
        return change().standing(Standing.SHARED).done();
    }

    /** The other side may now be ahead. */
    public Tuple stale() {
        return standing == Standing.STALE ? this : change().standing(Standing.STALE).done();
    }

    /** What this node confirmed may be missing here: its disk failed, or it could not apply it. */
    public Tuple doubtful() {
        return change().boot(Boot.VOID).done();
    }

    /** A swap ended here with this role. */
    public Tuple swapped(PairRole role, Boot now) {
        return change().lastRole(role).logs(Logs.NONE).boot(now).done();
    }

    /** A checkpoint of both disks begins: new activity goes to this log too. */
    public Tuple checkpointing(int newLog) {
        Tuple t = withRoomForLogs();
        return t.change()
                .logs(t.logs.withActivity(Logs.union(t.logs.activity(), List.of(newLog))))
                .done();
    }

    /** The checkpoint ended: what is older than this log is on both disks. */
    public Tuple checkpointed(int firstLog) {
        return change().logs(logs.withActivity(List.of(firstLog))).done();
    }

    /** An orderly stop: everything synced. */
    public Tuple stopped(PairRole role, boolean synced) {
        var draft = change().roleAtLastStop(role);
        return (synced ? draft.boot(Boot.CLEAN) : draft).done();
    }

    /** Somebody may have changed the data behind us: the next reintegration compares everything. */
    public Tuple logInvalid() {
        return change().logs(logs.withPoint(List.of()))
                .logValid(false)
                .policy(policy.lost())
                .done();
    }

    /** The configuration replicates another set of directories: no log says what differs. */
    public Tuple configured(long set) {
        return logInvalid().change().directories(set).done();
    }

    /** Whether nobody may change the data while the module does not serve. */
    public boolean guarded() {
        return anchor != 0 || policy.protects();
    }

    TupleDraft change() {
        return new TupleDraft(this);
    }
}
