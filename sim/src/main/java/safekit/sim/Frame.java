package safekit.sim;

import java.util.Set;

/** What travels on the stream between two data planes. */
sealed interface Frame {
    /** Frames of another session than the receiver's are refused. */
    long session();

    record Operation(long session, long sequence, int block, int number) implements Frame {}

    record Ack(long session, long sequence) implements Frame {}

    record Extents(long session, Set<Integer> changes, Set<Integer> activity) implements Frame {}

    record Block(long session, int block, int number) implements Frame {}

    record Checkpoint(long session, long token) implements Frame {}

    record CheckpointDone(long session, long token) implements Frame {}

    record Retire(long session, long token) implements Frame {}

    record Sync(long session, int upTo) implements Frame {}

    record SyncDone(long session, int upTo) implements Frame {}
}
