package safekit.core.wire;

import safekit.core.bytes.Bytes;

/** Small messages of the stream beside operations, acknowledgements and controls. */
public sealed interface Signal {
    /** The frame that carries it. */
    FrameType type();

    /**
     * A checkpoint begins at this point of the stream: the receiver opens a new epoch, and syncs
     * its disk when everything before is applied. The first frame of a session is one.
     *
     * @param number grows by one
     * @param after the last operation before it
     */
    record Checkpoint(long number, long after) implements Signal {
        @Override
        public FrameType type() {
            return FrameType.CHECKPOINT;
        }
    }

    /** Everything before this checkpoint is on the receiver's disk. */
    record CheckpointDone(long number) implements Signal {
        @Override
        public FrameType type() {
            return FrameType.CHECKPOINT_DONE;
        }
    }

    /** Everything before this checkpoint is on both disks: older epochs are dropped. */
    record Retire(long number) implements Signal {
        @Override
        public FrameType type() {
            return FrameType.RETIRE;
        }
    }

    /**
     * The answer to a {@code Sync} operation.
     *
     * @param sequence of that operation
     * @param error the kernel's error number, 0 = on disk
     */
    record SyncDone(long sequence, int error) implements Signal {
        @Override
        public FrameType type() {
            return FrameType.SYNC_DONE;
        }
    }

    /**
     * The answer to a {@code Compare} operation.
     *
     * @param sequence of that operation
     * @param blocks how many were compared
     * @param differing one bit for each block, least significant first; 1 = differs
     */
    record Differences(long sequence, int blocks, Bytes differing) implements Signal {
        @Override
        public FrameType type() {
            return FrameType.DIFFERENCES;
        }
    }

    /**
     * The secondary asks that all be compared.
     *
     * @param number names the question
     */
    record Verify(long number) implements Signal {
        @Override
        public FrameType type() {
            return FrameType.VERIFY;
        }
    }

    /**
     * All was compared, and all that differs was told.
     *
     * @param number of the question
     * @param files files that were compared
     * @param bytes their data
     * @param problem why not all was compared, empty when all was
     */
    record Verified(long number, long files, long bytes, String problem) implements Signal {
        @Override
        public FrameType type() {
            return FrameType.VERIFIED;
        }
    }

    /** A piece of a log or of a fine map, in the format of its file. */
    record ExtentsPart(Which which, int part, boolean last, Bytes content) implements Signal {
        /** What is sent. The order is the wire code: append only. */
        public enum Which {
            /** What changed since the two parted. */
            CHANGES,
            /** What may be on one disk only. */
            ACTIVITY,
            /** Blocks that changed, after an orderly stop. */
            FINE
        }

        @Override
        public FrameType type() {
            return FrameType.EXTENTS;
        }
    }

    /** The stream ends. */
    record Goodbye(Why why, String sentence) implements Signal {
        /** The kinds of end. The order is the wire code: append only. */
        public enum Why {
            /** An ordinary end. */
            ENDED,
            /** The greeting was refused; the sentence says why, to show it on both nodes. */
            REFUSED,
            /** Nothing was heard for too long. */
            SILENT,
            /** An operation could not be applied, or a frame was damaged. */
            FAILED
        }

        @Override
        public FrameType type() {
            return FrameType.GOODBYE;
        }
    }
}
