package safekit.node.replication;

import safekit.core.replication.Entry;
import safekit.core.replication.FileId;
import safekit.core.replication.Name;
import safekit.linux.fuse.Change;

/** A change of the file system in the ids of the replication. */
record Changed(int directory, Change change, TreeAccess tree) {
    /** The file that is changed; for new files once they are there. */
    FileId file() {
        return tree.id(directory, change.inode, change.generation);
    }

    /** The name that is changed. */
    Entry entry() {
        return new Entry(parent(), Name.of(change.name));
    }

    /** The directory in which a name is changed. */
    FileId parent() {
        return tree.id(directory, change.parentInode, change.parentGeneration);
    }

    /** The other name of a rename. */
    Entry newEntry() {
        return new Entry(
                tree.id(directory, change.newParentInode, change.newParentGeneration),
                Name.of(change.newName));
    }

    /** First byte that is touched. */
    long from() {
        return change.kind == Change.Kind.WRITE ? change.offset : 0;
    }

    /** The byte behind the last one that is touched. */
    long to() {
        return change.kind == Change.Kind.WRITE ? change.offset + change.length : Long.MAX_VALUE;
    }
}
