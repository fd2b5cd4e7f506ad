package safekit.node.replication;

import java.io.IOException;
import java.util.Optional;
import safekit.core.replication.Entry;
import safekit.core.replication.FileId;
import safekit.core.replication.Name;
import safekit.linux.fuse.Change;
import safekit.linux.fuse.ChangeSink;
import safekit.linux.fuse.Reply;

/**
 * Lets changes of what is not replicated pass by the replication, and refuses what would take a
 * name from one part into the other. Of a passing change of names only the time of the directory is
 * told. A change of a replicated file costs one look into a table.
 */
final class PartialSink implements ChangeSink {
    private static final int EIO = 5;
    private static final int EXDEV = 18;

    /** Nobody waits for what follows a change. */
    private static final Reply SILENT =
            new Reply() {
                @Override
                public void send() {}

                @Override
                public void fail(int errno) {}
            };

    private enum Way {
        REPLICATED,
        LOCAL,
        ACROSS
    }

    /** What one thread of the file system does now. */
    private static final class Passing {
        boolean passes;

        /** The change of a directory's time that follows. */
        final Change time = new Change();
    }

    private final ThreadLocal<Passing> passing = ThreadLocal.withInitial(Passing::new);
    private final ChangeSink replicated;
    private final VisibleTree tree;
    private final LocalFiles local;
    private final Exclusions rules;
    private final int directory;

    /** Before this sink, in this replicated directory. */
    PartialSink(ChangeSink replicated, VisibleTree tree, Exclusions rules, int directory) {
        this.replicated = replicated;
        this.tree = tree;
        this.rules = rules;
        this.directory = directory;
        local = new LocalFiles(tree, directory);
    }

    @Override
    public int before(Change change) {
        Passing mine = passing.get();
        mine.passes = false;
        try {
            return switch (way(change)) {
                case ACROSS -> EXDEV;
                case LOCAL -> {
                    mine.passes = true;
                    yield 0;
                }
                case REPLICATED -> replicated.before(change);
            };
        } catch (IOException unreadable) {
            return EIO;
        } catch (RuntimeException | Error bug) {
            Fatal.end(bug);
            throw bug;
        }
    }

    @Override
    public void after(Change change, int errno, Reply reply) {
        Passing mine = passing.get();
        if (!mine.passes) {
            replicated.after(change, errno, reply);
            return;
        }
        if (errno == 0 && Underway.ofNames(change.kind)) {
            tellTime(mine.time, change.parentInode, change.parentGeneration);
            if (change.newParentInode != 0 && change.newParentInode != change.parentInode) {
                tellTime(mine.time, change.newParentInode, change.newParentGeneration);
            }
        }
        reply.send();
    }

    /** Afterwards, so that one change never waits for another: a crash in between costs a time. */
    private void tellTime(Change time, long inode, long generation) {
        try {
            if (local.isLocal(inode, generation)) {
                return;
            }
        } catch (IOException gone) {
            return; // A directory without a time.
        }
        time.kind = Change.Kind.ATTRIBUTES;
        time.mask = Change.MTIME;
        time.inode = inode;
        time.generation = generation;
        if (replicated.before(time) == 0) {
            replicated.after(time, 0, SILENT);
        }
    }

    @Override
    public boolean replicates(long inode, long generation) {
        try {
            return !local.isLocal(inode, generation);
        } catch (IOException unreadable) {
            return true;
        }
    }

    @Override
    public void gone(long inode, long generation) {
        replicated.gone(inode, generation);
    }

    private Way way(Change change) throws IOException {
        return switch (change.kind) {
            case CREATE, MKNOD, SYMLINK, UNLINK -> of(local.isLocal(entry(change), false));
            case MKDIR, RMDIR -> of(local.isLocal(entry(change), true));
            case TMPFILE -> Way.REPLICATED;
            case LINK -> {
                boolean file = local.isLocal(change.inode, change.generation);
                yield file == local.isLocal(entry(change), false) ? of(file) : Way.ACROSS;
            }
            case RENAME -> renamed(change);
            case WRITE, TRUNCATE, ALLOCATE, ATTRIBUTES, SET_XATTR, REMOVE_XATTR, SYNC ->
                    of(local.isLocal(change.inode, change.generation));
        };
    }

    private static Way of(boolean local) {
        return local ? Way.LOCAL : Way.REPLICATED;
    }

    private Way renamed(Change change) throws IOException {
        Entry from = entry(change);
        Entry to = newEntry(change);
        Optional<TreeAccess.Node> moved = tree.below.lookup(from.parent(), from.name());
        Optional<TreeAccess.Node> target = tree.below.lookup(to.parent(), to.name());
        if (moved.isEmpty()) {
            return Way.REPLICATED; // It fails below, as without us.
        }
        Way way = moved(from, to, moved.get());
        boolean exchange = Translation.exchanges(change);
        if (target.isPresent() && exchange && way != moved(to, from, target.get())) {
            return Way.ACROSS;
        }
        return way;
    }

    /** Into which part a file or directory goes with everything in it. */
    private Way moved(Entry from, Entry to, TreeAccess.Node node) throws IOException {
        boolean before = local.isLocal(from, node.directory());
        if (before != local.isLocal(to, node.directory())) {
            return Way.ACROSS;
        }
        return node.directory() && !before && differs(node.id(), from, to)
                ? Way.ACROSS
                : of(before);
    }

    private boolean differs(FileId moved, Entry from, Entry to) throws IOException {
        var found = new boolean[1];
        new MovedNames(tree.below, rules, _ -> found[0] = true)
                .visit(moved, tree.way(from), tree.way(to));
        return found[0];
    }

    private Entry entry(Change change) {
        return new Entry(
                tree.id(directory, change.parentInode, change.parentGeneration),
                Name.of(change.name));
    }

    private Entry newEntry(Change change) {
        return new Entry(
                tree.id(directory, change.newParentInode, change.newParentGeneration),
                Name.of(change.newName));
    }
}
