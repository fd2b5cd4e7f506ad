package safekit.core.generation;

import java.util.List;
import safekit.core.generation.SyncPolicy.Kind;
import safekit.core.generation.SyncPolicy.Stage;

/**
 * The moments at which an administrator says how the next reintegration copies (docs/generations.md
 * section 11). Each returns the tuple afterwards; the caller persists it before it answers.
 */
public final class PolicyMoments {
    private PolicyMoments() {}

    /** {@code rfssync full}, {@code prim fullsync}, {@code second fullsync}. */
    public static Tuple full(Tuple t) {
        return without(t).change().policy(of(Kind.FULL)).logValid(false).done();
    }

    /** The policy is taken back, or it was applied. */
    public static Tuple normal(Tuple t) {
        return without(t).change().policy(SyncPolicy.DEFAULT).done();
    }

    /** A backup of a node whose module is stopped: nothing has changed yet. */
    public static Tuple backedUp(Tuple t, String uid, boolean checked) {
        return without(t).change().policy(prim(uid, checked, Stage.READY)).done();
    }

    /**
     * A backup of a node that serves alone: what changes from now on goes to this log. The backup
     * may begin once {@link #backupMayBegin} is durable.
     */
    public static Tuple backsUp(Tuple t, String uid, boolean checked, int log) {
        return without(t).change().policy(prim(uid, checked, Stage.OPENING)).done().loggedIn(log);
    }

    /** What changed before that log was named is done and on the disk. */
    public static Tuple backupMayBegin(Tuple t) {
        boolean opening = t.policy().kind() == Kind.PRIM && t.policy().stage() == Stage.OPENING;
        return opening ? t.change().policy(t.policy().at(Stage.READY)).done() : t;
    }

    /**
     * This node holds what was restored from a backup: what it knew of its data is void, for its
     * content is another's.
     */
    public static Tuple restored(Tuple t, String uid, boolean checked) {
        return adopted(t, new SyncPolicy(Kind.SECOND, uid, Stage.READY, checked, 0));
    }

    /** This node is trusted except for what was modified after this date. */
    public static Tuple trustedUntil(Tuple t, long since) {
        return adopted(t, new SyncPolicy(Kind.DATE, "", Stage.READY, true, since));
    }

    private static Tuple adopted(Tuple t, SyncPolicy policy) {
        return Tuple.empty(t.directories()).change().policy(policy).done();
    }

    /** {@code swap nosync}: it gave its role away and waits for the command second. */
    public static Tuple held(Tuple t) {
        return without(t).change().policy(of(Kind.HELD)).done();
    }

    /** {@code rfs open}: anybody may change the data from now on. */
    public static Tuple opened(Tuple t) {
        boolean trusted = !t.policy().checked();
        return trusted ? t.change().logValid(false).done() : t.logInvalid();
    }

    private static Tuple without(Tuple t) {
        return t.change().logs(t.logs().withPoint(List.of())).done();
    }

    private static SyncPolicy of(Kind kind) {
        return new SyncPolicy(kind, "", Stage.READY, true, 0);
    }

    private static SyncPolicy prim(String uid, boolean checked, Stage stage) {
        return new SyncPolicy(Kind.PRIM, uid, stage, checked, 0);
    }
}
