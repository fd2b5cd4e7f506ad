package safekit.sim;

import java.util.List;
import safekit.core.replication.Extents;

/** What travels on the stream between two data planes. */
sealed interface Frame {
    /** Frames of another session than the receiver's are refused. */
    long session();

    /** What an operation puts into one place. */
    record Part(int place, int number) {}

    record Operation(long session, long sequence, List<Part> parts) implements Frame {}

    record Ack(long session, long sequence) implements Frame {}

    record Logs(long session, Extents changes, Extents activity) implements Frame {}

    record Block(long session, int block, int number) implements Frame {}

    /** What follows comes after that operation; checkpoints of a session are numbered from 1. */
    record Checkpoint(long session, long number, long after) implements Frame {}

    record CheckpointDone(long session, long number) implements Frame {}

    record Retire(long session, long number) implements Frame {}

    record Sync(long session, int upTo) implements Frame {}

    record SyncDone(long session, int upTo) implements Frame {}
}
