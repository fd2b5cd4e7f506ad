package safekit.linux.fuse;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import safekit.linux.sys.Memory;

/**
 * An answer that the sink sends when it wants, on any thread. Has its own copy of the answer, so
 * the worker goes on. Comes from a {@link ReplyPool} and goes back when it is sent.
 */
final class PendingReply implements Reply {
    /** The largest answer to a change: that of CREATE. */
    static final int BYTES = Answer.HEADER_BYTES + Answer.ENTRY_BYTES + Answer.OPEN_BYTES;

    private final ReplyPool pool;
    private final MemorySegment memory = Arena.ofAuto().allocate(BYTES, 8);
    private final long address = memory.address();
    private final Channel none = (from, length) -> {};
    private Channel channel = none;
    private long unique;
    private int length;
    private boolean pending;

    PendingReply(ReplyPool pool) {
        this.pool = pool;
    }

    /** Copies the body at this address. */
    synchronized void prepare(Channel to, long newUnique, int errno, long body, int bodyBytes) {
        channel = to;
        unique = newUnique;
        Memory.copy(body, address + Answer.HEADER_BYTES, bodyBytes);
        length = Answer.header(address, unique, errno, bodyBytes);
        pending = true;
    }

    @Override
    public void send() {
        finish(0);
    }

    @Override
    public void fail(int errno) {
        finish(errno);
    }

    private void finish(int errno) {
        synchronized (this) {
            if (!pending) {
                throw new IllegalStateException("this request was answered already");
            }
            pending = false;
            if (errno != 0) {
                length = Answer.header(address, unique, errno, 0);
            }
            channel.write(address, length);
            channel = none;
        }
        pool.giveBack(this);
    }
}
