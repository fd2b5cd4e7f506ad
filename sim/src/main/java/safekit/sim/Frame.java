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

    /** What follows comes after that operation; checkpoints of a session are numbered from 1. */
    record Checkpoint(long session, long number, long after) implements Frame {}

    record CheckpointDone(long session, long number) implements Frame {}

    record Retire(long session, long number) implements Frame {}

    record Sync(long session, int upTo) implements Frame {}

    record SyncDone(long session, int upTo) implements Frame {}
}
