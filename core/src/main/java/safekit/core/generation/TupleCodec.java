package safekit.core.generation;

import safekit.core.bytes.Reader;
import safekit.core.bytes.Refused;
import safekit.core.bytes.Writer;

/**
 * A {@link Tuple} as bytes, on the wire and on disk (docs/protocol/files.md). A nested record with
 * its own length, so that later versions add fields at its end.
 */
public final class TupleCodec {
    /** Extent logs that one list of a tuple may name. */
    public static final int LOGS_MAX = 32;

    /** Bytes of a node name. */
    public static final int NAME_MAX = 255;

    /** Bytes that any tuple needs at most, its length included. */
    public static final int SIZE_MAX = 896;

    private static final int CONSISTENT = 1;
    private static final int LOG_VALID = 2;
    private static final int CHECKED = 1;

    private TupleCodec() {}

    /** Writes it. Lists and names beyond the limits are a broken invariant. */
    public static void write(Writer out, Tuple tuple) {
        int at = out.begin16();
        out.u64(tuple.id()).u64(tuple.base());
        out.longs(tuple.offered(), Tuple.OFFERED_MAX);
        out.longs(tuple.history(), Tuple.HISTORY_MAX);
        out.code(tuple.standing());
        out.u8((tuple.consistent() ? CONSISTENT : 0) | (tuple.logValid() ? LOG_VALID : 0));
        out.ints(tuple.logs().changes(), LOGS_MAX);
        out.ints(tuple.logs().activity(), LOGS_MAX);
        out.code(tuple.lastRole()).code(tuple.roleAtLastStop());
        out.text(tuple.peer(), NAME_MAX);
        out.u64(tuple.directories()).u64(tuple.anchor());
        out.u64(tuple.boot().id()).u64(tuple.boot().incarnation());
        out.ints(tuple.logs().point(), Tuple.LOGS_MAX);
        policy(out, tuple.policy());
        out.end16(at);
    }

    private static void policy(Writer out, SyncPolicy policy) {
        out.code(policy.kind()).text(policy.uid(), SyncPolicy.UID_MAX).code(policy.stage());
        out.u8(policy.checked() ? CHECKED : 0).u64(policy.since());
    }

    /** Reads what {@link #write} wrote. */
    public static Tuple read(Reader from) throws Refused {
        Reader in = from.block("tuple", SIZE_MAX * 2);
        long id = in.u64("id");
        long base = in.u64("base");
        var offered = in.longs("offered", Tuple.OFFERED_MAX);
        var history = in.longs("history", Tuple.HISTORY_MAX);
        var standing = in.oneOf("standing", Standing.values());
        int bits = in.bits8("tuple flags", CONSISTENT | LOG_VALID);
        var changes = in.ints("change logs", LOGS_MAX);
        var activity = in.ints("activity logs", LOGS_MAX);
        var lastRole = in.oneOf("last role", PairRole.values());
        var roleAtLastStop = in.oneOf("role at last stop", PairRole.values());
        String peer = in.text("peer", NAME_MAX);
        long directories = in.u64("directories");
        long anchor = in.u64("anchor");
        var boot = new Boot(in.u64("boot"), in.u64("boot incarnation"));
        var point = in.ints("logs since the backup", Tuple.LOGS_MAX);
        SyncPolicy policy = policy(in);
        in.end("tuple");
        return new Tuple(
                id,
                base,
                offered,
                history,
                standing,
                (bits & CONSISTENT) != 0,
                (bits & LOG_VALID) != 0,
                new Logs(changes, activity, point),
                lastRole,
                roleAtLastStop,
                peer,
                directories,
                anchor,
                boot,
                policy);
    }

    private static SyncPolicy policy(Reader in) throws Refused {
        var kind = in.oneOf("policy", SyncPolicy.Kind.values());
        String uid = in.text("backup", SyncPolicy.UID_MAX);
        var stage = in.oneOf("stage", SyncPolicy.Stage.values());
        boolean checked = in.bits8("policy flags", CHECKED) != 0;
        return new SyncPolicy(kind, uid, stage, checked, in.u64("since"));
    }
}
