package safekit.core.generation;

/**
 * The boot, and where it matters the process, during which a node's data was last paired.
 *
 * <p>While it holds, what the node received is still in its memory or on its disk. After a power
 * cut, or after the death of a SECOND process that acknowledges on receipt, acknowledged but
 * unsynced data may be missing.
 *
 * @param id the kernel's boot, or {@link #CLEAN_ID} (always holds) or {@link #VOID_ID} (never)
 * @param incarnation the process that must still run, 0 when any process will do
 */
public record Boot(long id, long incarnation) {
    private static final long CLEAN_ID = 0;
    private static final long VOID_ID = -1;

    /** After an orderly stop: everything is synced. */
    public static final Boot CLEAN = new Boot(CLEAN_ID, 0);

    /** Before the first pairing, and when the disk or the applying failed. */
    public static final Boot VOID = new Boot(VOID_ID, 0);

    /** Whether nothing that was received can be missing on a node that now runs as given. */
    public boolean holds(long currentBoot, long currentIncarnation) {
        if (id == CLEAN_ID) {
            return true;
        }
        return id != VOID_ID
                && id == currentBoot
                && (incarnation == 0 || incarnation == currentIncarnation);
    }
}
