package safekit.node.replication;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import safekit.linux.fuse.Reply;

/**
 * Answers that may be sent as soon as the lock is free. Used again by its thread, so that an answer
 * allocates nothing. Not thread-safe.
 */
final class Answers {
    private @Nullable Reply[] replies = new Reply[8];
    private int[] errors = new int[8];
    private int count;

    /** This answer may be sent; 0 = with the result of the local file system. */
    void add(Reply reply, int errno) {
        if (count == replies.length) {
            replies = Arrays.copyOf(replies, 2 * count);
            errors = Arrays.copyOf(errors, 2 * count);
        }
        replies[count] = reply;
        errors[count] = errno;
        count++;
    }

    /** Moves the answers of another one here. */
    void takeAll(Answers other) {
        for (int i = 0; i < other.count; i++) {
            Reply reply = other.replies[i];
            other.replies[i] = null;
            if (reply != null) {
                add(reply, other.errors[i]);
            }
        }
        other.count = 0;
    }

    /** Sends all; without a lock. */
    void send() {
        int all = count;
        count = 0;
        for (int i = 0; i < all; i++) {
            Reply reply = replies[i];
            replies[i] = null;
            if (reply == null) {
                continue;
            }
            if (errors[i] == 0) {
                reply.send();
            } else {
                reply.fail(errors[i]);
            }
        }
    }
}
