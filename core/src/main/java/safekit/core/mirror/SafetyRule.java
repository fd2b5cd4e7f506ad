package safekit.core.mirror;

/**
 * The rules of docs/generations.md section 9, by name. The product obeys all of them; the simulator
 * removes one at a time to prove that it would notice.
 */
public enum SafetyRule {
    /** Step (0): the shared id is fresh and offered before the receiver takes it. */
    FRESH_SHARED_ID,
    /** R0a: a new id before anything is acknowledged alone. */
    MINT_BEFORE_ALONE,
    /** The secondary gives its right up before the primary goes on alone. */
    DROP_BEFORE_MINT,
    /** R0b: a primary that was paused asks before it goes on. */
    PAUSED_PRIMARY_ASKS,
    /** R0c: a secondary that was paused has no right to take over. */
    PAUSED_SECONDARY_VOID,
    /** Activity is retired by checkpoints of both disks, never by acknowledgements. */
    CHECKPOINT_RETIRES,
    /** A node whose boot holds is source before one whose does not. */
    BOOT_IN_SOURCE_ORDER,
    /** The sender's disk is synced before step (0). */
    SYNC_BEFORE_STEP0,
    /** R0d: who persists SOLE or stops in order syncs first. */
    SYNC_BEFORE_STANDING,
    /** A refused offer mints. */
    REFUSED_OFFER_MINTS,
    /** Of two diverged nodes the only SOLE one is source. */
    DIVERGED_SOLE_WINS
}
