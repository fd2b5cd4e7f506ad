package safekit.node.replication;

import safekit.linux.fuse.Change;
import safekit.linux.fuse.ChangeSink;
import safekit.linux.fuse.Reply;

/** What the file system of one replicated directory calls. A bug on its thread ends the process. */
record PrimarySink(Primary primary, int directory, TreeAccess tree) implements ChangeSink {
    @Override
    public int before(Change change) {
        try {
            return primary.before(new Changed(directory, change, tree));
        } catch (RuntimeException | Error bug) {
            Fatal.end(bug);
            throw bug;
        }
    }

    @Override
    public void after(Change change, int errno, Reply reply) {
        try {
            primary.after(new Changed(directory, change, tree), errno, reply);
        } catch (RuntimeException | Error bug) {
            Fatal.end(bug);
            throw bug;
        }
    }

    @Override
    public void gone(long inode, long generation) {
        try {
            primary.gone(tree.id(directory, inode, generation));
        } catch (RuntimeException | Error bug) {
            Fatal.end(bug);
            throw bug;
        }
    }
}
