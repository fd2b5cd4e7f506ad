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
                                file.number(), file.generation(), change.offset, change.length))
                || (!Underway.ofNames(change.kind) && tracker.fresh(file))) {
            return List.of();
        }
        var facts = new ArrayList<LogRecord>();
        if (write) {
            way(facts, file, tracker);
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
                way(facts, file, tracker);
                long from = Math.min(change.offset, tree.stat(file).size());
                facts.add(new LogRecord.Tail(file, from / tracker.extentSize()));
            }
            case ATTRIBUTES, SET_XATTR, REMOVE_XATTR -> {
                way(facts, file, tracker);
                facts.add(new LogRecord.AttributesOf(file));
            }
            case RENAME -> {
                name(facts, changed.entry(), tracker);
                name(facts, changed.newEntry(), tracker);
                moved(facts, changed.entry(), changed.newEntry(), tracker);
                moved(facts, changed.newEntry(), changed.entry(), tracker);
            }
            case LINK -> {
                name(facts, changed.entry(), tracker);
                if (tree.path(file).isEmpty()) { // Its first name: what was written belongs to it.
                    facts.add(new LogRecord.Node(file, changed.entry()));
                }
            }
            case CREATE, MKDIR, MKNOD, SYMLINK, UNLINK, RMDIR ->
                    name(facts, changed.entry(), tracker);
            case WRITE, SYNC, TMPFILE -> {}
        }
    }

    /** A rename that failed: the files are called as before. */
    List<LogRecord> undone(Changed changed, ExtentTracker tracker) throws IOException {
        var facts = new ArrayList<LogRecord>();
        moved(facts, changed.entry(), changed.entry(), tracker);
        moved(facts, changed.newEntry(), changed.newEntry(), tracker);
        return facts;
    }

    private void moved(List<LogRecord> facts, Entry from, Entry to, ExtentTracker tracker)
            throws IOException {
        Optional<TreeAccess.Node> node = tree.lookup(from.parent(), from.name());
        // What moves with a fresh file is found by what the log names, unless a way leads through
        // it.
        boolean found = node.isEmpty() || tracker.fresh(node.get().id());
        if (node.isPresent() && (!found || tracker.leadsTo(node.get().id()))) {
            way(facts, to.parent(), tracker);
            facts.add(new LogRecord.Node(node.get().id(), to));
        }
    }

    private void name(List<LogRecord> facts, Entry entry, ExtentTracker tracker)
            throws IOException {
        var name = new LogRecord.NameOf(entry);
        if (!tracker.covers(name)) {
            way(facts, entry.parent(), tracker);
            facts.add(name);
        }
    }

    /**
     * The node of each directory on the way, then of the file; none for a file without a name, or
     * when the log leads there.
     */
    private void way(List<LogRecord> facts, FileId file, ExtentTracker tracker) throws IOException {
        Optional<Path> path = tracker.leadsTo(file) ? Optional.empty() : tree.path(file);
        if (path.isEmpty()) {
            return; // Each move is logged, so a way that is known leads there still.
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
