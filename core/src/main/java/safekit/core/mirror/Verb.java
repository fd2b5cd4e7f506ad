package safekit.core.mirror;

/**
 * What a beat asks or answers beside its status (docs/generations.md section 3). The order is the
 * wire code: append only. Each is repeated every pulse while it matters, so losing one costs a
 * pulse.
 */
public enum Verb {
    /** Status only. */
    NONE,
    /** "What do you hold?" with a nonce; reserves the decision for the asker. */
    ASK,
    /** The answer to {@link #ASK}, with its nonce. */
    ANSWER,
    /** SECOND intends to take over. */
    CLAIM,
    /** PRIM lives: the claimant withdraws. */
    ALIVE,
    /** The claim is over. */
    WITHDRAW,
    /** PRIM ends the session: SECOND loses its right to take over. */
    DROP,
    /** The right is given up, durably. */
    DROPPED,
    /** PRIM stops in order and offers its role. */
    OFFER,
    /** SECOND will take over. */
    ACCEPT,
    /** SECOND will not take over. */
    REFUSE,
    /** SECOND holds everything but failover is off: nobody takes over by itself. */
    KEEP,
    /** PRIM stopped serving: SECOND takes over ("remote stop"). */
    STOPPED,
    /** SECOND stops in order. */
    RESIGN,
    /** safeadmin: no module process runs here; {@link Beat#dead()} says which one ended. */
    DEAD,
    /** PRIM offers a swap: everything is on both disks. */
    SWAP_OFFER,
    /** SECOND agrees to the swap. */
    SWAP_ACCEPT,
    /** SECOND's administrator asks PRIM to swap. */
    SWAP_ASK,
    /** The same for a swap after which PRIM waits for the command second. */
    SWAP_ASK_NOSYNC
}
