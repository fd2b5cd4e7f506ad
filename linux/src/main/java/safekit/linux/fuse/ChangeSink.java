package safekit.linux.fuse;

/**
 * What the file system tells the replication about each change of the tree, and who decides when
 * the application is answered.
 *
 * <p>Both methods are called on the worker thread that serves the request, under a lock that orders
 * the change against every conflicting one: changes of one file's data and attributes exclude each
 * other, changes of names exclude each other in the whole tree. The order in which two conflicting
 * changes are seen here is therefore the order in which they happen on the disk. Only a {@link
 * Change.Kind#SYNC} runs without a lock: everything that was answered before it is on the disk or
 * in its cache already.
 *
 * <p>A request may make two changes, as a write that first clears set-user-ID: each comes here in
 * its order, and the reply of the first sends nothing.
 */
public interface ChangeSink {
    /**
     * A change is about to be made. May block, for instance until the first write of an extent is
     * logged durably. For {@link Change.Kind#WRITE} and {@link Change.Kind#SYNC} everything that
     * describes the change is known already, so it may be sent to the secondary now.
     *
     * @return 0 to go on, else the errno that the application gets instead of the change
     */
    int before(Change change);

    /**
     * The change was made ({@code errno} 0) or failed; then nothing was changed, except when the
     * change is {@link Change#uncertain} or a write, which may have been made in part. From here on
     * the sink owns the reply: it sends it exactly once, now or later, on any thread. The change
     * itself is reused by the worker when this method returns.
     */
    void after(Change change, int errno, Reply reply);

    /**
     * Whether the data of this regular file is replicated. Asked when it is opened, and for a new
     * file when it was made, before {@link #after} of its {@link Change.Kind#CREATE}. When not, the
     * kernel reads, writes and maps the file below without asking (FUSE passthrough, not with
     * writeback), so {@link Change.Kind#WRITE} need not come here any more; every other change of
     * the file does. The answer must stay the same while the file is open. Called without the lock
     * of the file.
     */
    default boolean replicates(long inode, long generation) {
        return true;
    }

    /**
     * A file made by {@link Change.Kind#TMPFILE} was closed for the last time and has no name: it
     * is gone.
     */
    default void gone(long inode, long generation) {}
}
