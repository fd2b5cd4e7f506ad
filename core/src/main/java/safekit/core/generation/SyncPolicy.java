package safekit.core.generation;

import java.util.regex.Pattern;

/**
 * What an administrator wants of the next reintegration (spec 04 section 10); durable, and the
 * default again after a successful one.
 *
 * @param kind which policy, and the role of this node in it
 * @param uid name of the backup for PRIM and SECOND, else empty
 * @param stage how far a PRIM is; of the others only SECOND is ever other than READY
 * @param checked whether the data is protected between the backup or restore and the start; false
 *     with the option {@code -d}
 * @param since for DATE: seconds of the Unix epoch; what was modified later is copied
 */
public record SyncPolicy(Kind kind, String uid, Stage stage, boolean checked, long since) {
    /** Letters of the longest name of a backup. */
    public static final int UID_MAX = 24;

    /** What a reintegration does by itself. */
    public static final SyncPolicy DEFAULT = new SyncPolicy(Kind.DEFAULT, "", Stage.READY, true, 0);

    private static final Pattern UID = Pattern.compile("[!-~]{1," + UID_MAX + "}");

    /** Which policy. The order is the code in tuples: append only. */
    public enum Kind {
        DEFAULT,
        /** Everything is compared. */
        FULL,
        /** The backup was made of this node: its logs say what changed since. */
        PRIM,
        /** This node holds what was restored from the backup. */
        SECOND,
        /** This node is trusted except for what was modified after a date. */
        DATE,
        /** It gave its role away by {@code swap nosync}: it waits for the command second. */
        HELD
    }

    /** How far a PRIM is. The order is the code in tuples: append only. */
    public enum Stage {
        /** What changed before is not on the disk yet: the backup must not begin. */
        OPENING,
        /** What changes since is known. */
        READY,
        /** A receiver may already hold what it is for. */
        OFFERED,
        /** What changed since is not known: also of a SECOND whose data was opened. */
        LOST;

        /** Whether a policy in this stage can be applied. */
        public boolean usable() {
            return this == READY || this == OFFERED;
        }
    }

    /** Whether the text names a backup: 1 to 24 printable ASCII characters without a blank. */
    public static boolean isUid(String text) {
        return UID.matcher(text).matches();
    }

    /** Whether it is asked that a backup be made and restored. */
    public boolean external() {
        return kind == Kind.PRIM || kind == Kind.SECOND;
    }

    /** Whether the content of this node is what the administrator put there, not its tuple's. */
    public boolean adopts() {
        return kind == Kind.SECOND || kind == Kind.DATE;
    }

    /** Whether nobody may change the data of a stopped node, even if it was never paired. */
    public boolean protects() {
        return external() && checked;
    }

    SyncPolicy at(Stage next) {
        return new SyncPolicy(kind, uid, next, checked, since);
    }

    /** The same when the data may have been changed unnoticed. */
    SyncPolicy lost() {
        return external() ? at(Stage.LOST) : this;
    }

    // ---- resources (spec 04 section 8)

    /** {@code usersetting.rfssyncmode}. */
    public String mode() {
        return external() ? "external" : kind == Kind.FULL ? "full" : "default";
    }

    /** {@code usersetting.rfssyncrole}. */
    public String role() {
        return kind == Kind.PRIM ? "prim" : kind == Kind.SECOND ? "second" : "default";
    }

    /** {@code usersetting.rfssyncuid}. */
    public String uidShown() {
        return uid.isEmpty() ? "default" : uid;
    }
}
