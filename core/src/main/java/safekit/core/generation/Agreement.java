package safekit.core.generation;

import safekit.core.generation.SyncPolicy.Kind;
import safekit.core.generation.SyncPolicy.Stage;

/**
 * What the policies of a node that serves and of one that wants to receive say together (spec 04
 * section 10). A policy that cannot be applied stops the receiver: nothing is copied that could
 * leave a difference.
 */
public enum Agreement {
    /** The meeting of their ids decides, and what it says is copied. */
    DEFAULT,
    /** The receiver holds the sender's backup: what changed since is copied. */
    SINCE_POINT,
    /** The receiver is trusted: what was modified after its date is copied. */
    SINCE_DATE,
    /** They do not fit. */
    BROKEN;

    /** Compares the policies. */
    public static Agreement of(Tuple sender, Tuple receiver) {
        SyncPolicy from = sender.policy();
        SyncPolicy to = receiver.policy();
        if (sender.directories() != receiver.directories()) {
            return DEFAULT;
        }
        boolean full = from.kind() == Kind.FULL;
        return switch (to.kind()) {
            case FULL -> DEFAULT;
            case DATE -> SINCE_DATE;
            case SECOND -> isFor(from, to) ? SINCE_POINT : full ? DEFAULT : BROKEN;
            case PRIM -> full || to.stage() == Stage.OFFERED ? DEFAULT : BROKEN;
            case DEFAULT, HELD -> waitsForRestore(from) ? BROKEN : DEFAULT;
        };
    }

    private static boolean isFor(SyncPolicy from, SyncPolicy to) {
        boolean same = from.uid().equals(to.uid()) && to.stage().usable();
        return from.kind() == Kind.PRIM && from.stage().usable() && same;
    }

    /** Why they do not fit, in words; for the log of the receiver. */
    public static String why(Tuple sender, Tuple receiver) {
        SyncPolicy from = sender.policy();
        SyncPolicy to = receiver.policy();
        if (to.kind() == Kind.PRIM) {
            return "this server is prim of the backup '%s', but the other one is primary"
                    .formatted(to.uid());
        }
        if (to.kind() != Kind.SECOND) {
            return "the primary waits for the restore of its backup '%s'".formatted(from.uid());
        }
        if (from.kind() != Kind.PRIM || !from.uid().equals(to.uid())) {
            String has = from.kind() == Kind.PRIM ? "the backup '" + from.uid() + "'" : "no backup";
            return "this server holds the backup '%s', the primary has %s".formatted(to.uid(), has);
        }
        if (!to.stage().usable()) {
            return "the data of this server may have been changed after the restore";
        }
        return from.stage() == Stage.OPENING
                ? "safekit rfssync external prim did not end on the primary"
                : "what changed on the primary since the backup is not known any more";
    }

    private static boolean waitsForRestore(SyncPolicy from) {
        return from.kind() == Kind.PRIM && from.stage() != Stage.OFFERED;
    }
}
