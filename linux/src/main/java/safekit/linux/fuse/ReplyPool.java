package safekit.linux.fuse;

import java.util.ArrayDeque;

/** Replies that are used again, so that a write allocates nothing. Thread-safe. */
final class ReplyPool {
    private final ArrayDeque<PendingReply> free = new ArrayDeque<>(256);

    synchronized PendingReply take() {
        PendingReply reply = free.pollLast();
        return reply == null ? new PendingReply(this) : reply;
    }

    synchronized void giveBack(PendingReply reply) {
        free.addLast(reply);
    }
}
