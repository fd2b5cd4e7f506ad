package safekit.node.replication;

import java.util.List;
import org.jspecify.annotations.Nullable;
import safekit.core.replication.Outstanding;
import safekit.linux.fuse.Reply;

/** Operations in flight and the answers that wait for them. Guarded by the primary's lock. */
final class Flight {
    /** Operations in flight at most. */
    static final int CAPACITY = 4096;

    private static final int EIO = 5;

    /** An answer that may be sent now. */
    record Answer(Reply reply, int errno) {
        void send() {
            if (errno == 0) {
                reply.send();
            } else {
                reply.fail(errno);
            }
        }
    }

    private final Outstanding outstanding = new Outstanding(CAPACITY);
    private final @Nullable Reply[] replies = new Reply[CAPACITY];

    Outstanding outstanding() {
        return outstanding;
    }

    /** The operation is done here; its answer is given when the rule allows. Null: nobody waits. */
    void done(long sequence, @Nullable Reply reply) {
        replies[index(sequence)] = reply;
        outstanding.localDone(sequence);
    }

    /** Takes what may be answered now. */
    void collect(List<Answer> answers) {
        for (long sequence = outstanding.take();
                sequence != Outstanding.NONE;
                sequence = outstanding.take()) {
            Reply reply = replies[index(sequence)];
            replies[index(sequence)] = null;
            boolean failed = outstanding.finish(sequence);
            if (reply != null) {
                answers.add(new Answer(reply, failed ? EIO : 0));
            }
        }
    }

    private static int index(long sequence) {
        return (int) sequence & (CAPACITY - 1);
    }
}
