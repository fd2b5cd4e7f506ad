package safekit.node.replication;

import safekit.core.bytes.Bytes;
import safekit.linux.fuse.Change;
import safekit.linux.fuse.ChangeSink;
import safekit.linux.fuse.Reply;

/**
 * Changes under {@code acl="off"}: of an access list only the mode that it leaves is told (see
 * {@link LocalAclTree}).
 */
final class LocalAclSink implements ChangeSink {
    private final ChangeSink replicated;
    private final ThreadLocal<boolean[]> passes = ThreadLocal.withInitial(() -> new boolean[1]);

    LocalAclSink(ChangeSink replicated) {
        this.replicated = replicated;
    }

    @Override
    public int before(Change change) {
        if (ofExtended(change)) {
            Bytes name = Bytes.copyOf(change.xattrName);
            boolean pass = LocalAclTree.isList(name) && !LocalAclTree.isAccess(name);
            passes.get()[0] = pass;
            if (pass) {
                return 0;
            }
            if (LocalAclTree.isAccess(name)) {
                change.kind = Change.Kind.ATTRIBUTES;
                change.mask = Change.MODE;
            }
        }
        return replicated.before(change);
    }

    @Override
    public void after(Change change, int errno, Reply reply) {
        if (ofExtended(change) && passes.get()[0]) {
            reply.send();
        } else {
            replicated.after(change, errno, reply);
        }
    }

    @Override
    public boolean replicates(long inode, long generation) {
        return replicated.replicates(inode, generation);
    }

    @Override
    public void gone(long inode, long generation) {
        replicated.gone(inode, generation);
    }

    private static boolean ofExtended(Change change) {
        return change.kind == Change.Kind.SET_XATTR || change.kind == Change.Kind.REMOVE_XATTR;
    }
}
