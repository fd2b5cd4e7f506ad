package safekit.node.replication;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import safekit.core.replication.Entry;
import safekit.core.replication.ExtentTracker;
import safekit.core.replication.FileId;
import safekit.core.replication.LogRecord;
import safekit.core.replication.Name;
import safekit.core.replication.Path;
import safekit.linux.fuse.Change;

/** What must be in the extent log before a change is made. */
final class Facts {
    private final TreeAccess tree;

    Facts(TreeAccess tree) {
        this.tree = tree;
    }

    /** The facts that the current log lacks; nothing for a write into known extents. */
    List<LogRecord> missing(Changed changed, ExtentTracker tracker) throws IOException {
        Change change = changed.change();
        FileId file = changed.file();
        boolean write = change.kind == Change.Kind.WRITE;
        if (change.kind == Change.Kind.SYNC
                || (write
                        && tracker.covers(
                                file.number(), file.generation(), change.offset, change.length))) {
            return List.of();
        }
        var facts = new ArrayList<LogRecord>();
        if (write) {
            way(facts, file);
            facts.addAll(tracker.missing(file, change.offset, change.length));
        } else {
            wanted(facts, changed, tracker);
        }
        return tracker.missing(facts);
    }

    private void wanted(List<LogRecord> facts, Changed changed, ExtentTracker tracker)
            throws IOException {
        Change change = changed.change();
        FileId file = changed.file();
        switch (change.kind) {
            case TRUNCATE, ALLOCATE -> {
                way(facts, file);
                long from = Math.min(change.offset, tree.stat(file).size());
                facts.add(new LogRecord.Tail(file, from / tracker.extentSize()));
            }
            case ATTRIBUTES, SET_XATTR, REMOVE_XATTR -> {
                way(facts, file);
                facts.add(new LogRecord.AttributesOf(file));
            }
            case RENAME -> {
                name(facts, changed.entry());
                name(facts, changed.newEntry());
                moved(facts, changed.entry(), changed.newEntry());
                moved(facts, changed.newEntry(), changed.entry());
            }
            case CREATE, MKDIR, MKNOD, SYMLINK, TMPFILE, LINK, UNLINK, RMDIR ->
                    name(facts, changed.entry());
            case WRITE, SYNC -> {}
        }
    }

    /** A rename that failed: the files are called as before. */
    List<LogRecord> undone(Changed changed) throws IOException {
        var facts = new ArrayList<LogRecord>();
        moved(facts, changed.entry(), changed.entry());
        moved(facts, changed.newEntry(), changed.newEntry());
        return facts;
    }

    private void moved(List<LogRecord> facts, Entry from, Entry to) throws IOException {
        Optional<TreeAccess.Node> node = tree.lookup(from.parent(), from.name());
        if (node.isPresent()) {
            facts.add(new LogRecord.Node(node.get().id(), to));
        }
    }

    private void name(List<LogRecord> facts, Entry entry) throws IOException {
        way(facts, entry.parent());
        facts.add(new LogRecord.NameOf(entry));
    }

    /** The node of each directory on the way, then of the file; none for a file without a name. */
    private void way(List<LogRecord> facts, FileId file) throws IOException {
        Optional<Path> path = tree.path(file);
        if (path.isEmpty()) {
            return;
        }
        FileId at = path.get().root();
        for (Name name : path.get().names()) {
            var entry = new Entry(at, name);
            Optional<TreeAccess.Node> node = tree.lookup(at, name);
            if (node.isEmpty()) {
                return;
            }
            at = node.get().id();
            facts.add(new LogRecord.Node(at, entry));
        }
    }
}
