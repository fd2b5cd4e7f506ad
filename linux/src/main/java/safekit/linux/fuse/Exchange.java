package safekit.linux.fuse;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import safekit.linux.file.DirectoryEntries;
import safekit.linux.file.FileId;
import safekit.linux.file.FileStatus;
import safekit.linux.file.LowerFile;
import safekit.linux.sys.Credentials;
import safekit.linux.sys.Memory;

/**
 * One request and its answer, with everything that serving it needs. A worker owns one and reuses
 * it; made on the thread that uses it.
 */
final class Exchange {
    /** Result of a request that needs no answer from the worker (any more). */
    static final int ANSWERED = Integer.MIN_VALUE;

    static final int MAXIMUM_WRITE = 1 << 20;

    /** Room for the largest request and for the largest answer. */
    static final int BUFFER_BYTES = MAXIMUM_WRITE + 8192;

    private static final byte[] EMPTY = {};
    // Pages: the payload of reads and writes is aligned as well as it can be.
    private static final int ALIGNMENT = 4096;

    /** A companion of another change in the same request: nothing is to be sent for it. */
    private static final Reply SILENT =
            new Reply() {
                @Override
                public void send() {}

                @Override
                public void fail(int errno) {}
            };

    private final Served served;
    private final Channel channel;
    private final MemorySegment buffers = Arena.ofAuto().allocate(2 * BUFFER_BYTES, ALIGNMENT);
    private MemorySegment written = MemorySegment.NULL;
    private boolean changing;

    final long requestAddress = buffers.address();
    final Request request = new Request();
    final Answer answer;
    final Change change = new Change();
    final FileStatus status = new FileStatus();
    final DirectoryEntries entries = new DirectoryEntries();
    final Credentials credentials = new Credentials();

    Exchange(Served served, Channel channel) {
        this.served = served;
        this.channel = channel;
        long seconds = served.options.cacheTime().toSeconds();
        answer = new Answer(requestAddress + BUFFER_BYTES, BUFFER_BYTES, seconds);
    }

    /** Answers with this errno, or with so many bytes of the body. */
    void reply(long unique, int result) {
        int errno = result < 0 ? -result : 0;
        int length = Answer.header(answer.address, unique, errno, Math.max(result, 0));
        channel.write(answer.address, length);
    }

    /**
     * Asks the sink: 0 when the change may be made, for the user of the request; then it must be
     * ended by a commit.
     */
    int before() {
        int refused = served.sink.before(change);
        changing = refused == 0;
        credentials.serve(request.uid());
        return refused;
    }

    /** Whether the sink waits for the end of a change. */
    boolean changing() {
        return changing;
    }

    /** Begins a change of this file's data: allocates nothing. */
    void beginData(Change.Kind kind, long inode, long generation) {
        change.kind = kind;
        change.inode = inode;
        change.generation = generation;
        change.parentInode = 0;
        change.parentGeneration = 0;
        change.offset = 0;
        change.length = 0;
        change.data = MemorySegment.NULL;
        change.flags = 0;
        change.mask = 0;
        change.mode = 0;
        change.uid = 0;
        change.gid = 0;
        change.device = 0;
        change.uncertain = false;
        change.atimeNanos = 0;
        change.mtimeNanos = 0;
        change.name = EMPTY;
        change.newName = EMPTY;
        change.newParentInode = 0;
        change.newParentGeneration = 0;
        change.target = EMPTY;
        change.xattrName = EMPTY;
        change.xattrValue = EMPTY;
    }

    /** Begins a change of this name. */
    void beginName(Change.Kind kind, FileId parent, byte[] name) {
        beginData(kind, 0, 0);
        change.parentInode = parent.inode();
        change.parentGeneration = parent.generation();
        change.name = name;
    }

    /** The bytes of a write; a segment of the same size is used again. */
    MemorySegment writtenBytes(long address, int length) {
        if (written.address() != address || written.byteSize() != length) {
            written = Memory.segment(address, length);
        }
        return written;
    }

    /** Tells the change what the file system made of it. */
    void describe() {
        change.inode = status.inode;
        change.generation = status.generation;
        describeAttributes();
    }

    /** Tells the change the attributes that the file has now. */
    void describeAttributes() {
        change.mode = status.mode;
        change.uid = status.uid;
        change.gid = status.gid;
        change.atimeNanos = status.atime();
        change.mtimeNanos = status.mtime();
    }

    /** Reads the attributes of this descriptor into {@link #status} and the change. */
    void describeAttributes(int descriptor) {
        if (LowerFile.status(descriptor, status) == 0) {
            describeAttributes();
        }
    }

    /** Gives the change and its answer to the sink. */
    int commit(int result) {
        int errno = result < 0 ? -result : 0;
        return commit(errno, result);
    }

    /** As {@link #commit(int)} for a change made in part: the answer has its own result. */
    int commit(int errno, int result) {
        PendingReply reply = served.replies.take();
        int failure = result < 0 ? -result : 0;
        reply.prepare(channel, request.unique(), failure, answer.body(), Math.max(result, 0));
        changing = false;
        served.sink.after(change, errno, reply);
        return ANSWERED;
    }

    /** Ends a change that is only a part of the request. */
    void commitPart(int result) {
        changing = false;
        served.sink.after(change, result < 0 ? -result : 0, SILENT);
    }
}
