package safekit.node.replication;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import safekit.core.bytes.Bytes;
import safekit.core.replication.Attributes;
import safekit.core.replication.Entry;
import safekit.core.replication.FileId;
import safekit.core.replication.Moment;
import safekit.core.replication.Name;
import safekit.core.replication.Operation;
import safekit.core.wire.Signal;

/**
 * Applies the operations of one session to the tree below the fence. While the tree is a mixture it
 * is lenient: what is in the way goes, what is missing does not matter, because a copy of it
 * follows. Afterwards any surprise is an error: the two trees are not what they should be. Used by
 * one thread.
 */
final class Applier {
    private final TreeAccess tree;
    private final FileTable files = new FileTable();
    private final Bringing bringing;
    private final Keeper keeper;
    private final Map<FileId, Closeable> unnamed = new HashMap<>();
    private final Verifying verifying;
    private volatile boolean lenient;
    private TreeAccess.@Nullable OpenFile writing;
    private FileId written = FileId.root(0);
    private Moment writtenAt = new Moment(0, 0);

    /**
     * Applies to this tree.
     *
     * @param keeper told what is overwritten while the tree is a mixture
     */
    Applier(
            TreeAccess all,
            boolean lenient,
            Keeper keeper,
            Consumer<FileId> detail,
            Verification verification) {
        this.keeper = keeper;
        this.tree = keeper.equals(Keeper.NONE) ? all : new KeptTree(all, keeper);
        this.lenient = lenient;
        bringing = new Bringing(tree, files, this, detail);
        verifying = new Verifying(tree, this, verification);
    }

    /** Whether the tree is a mixture. */
    boolean lenient() {
        return lenient;
    }

    /** The tree is no mixture any more. What made it whole. */
    Report.Statistics strict() {
        lenient = false;
        keeper.ends();
        files.strict();
        return bringing.brought().statistics();
    }

    /** The file that an id means; empty when its last name is gone and nothing is to be done. */
    Optional<FileId> file(FileId sender) throws IOException {
        FileId own =
                files.own(sender)
                        .orElseThrow(() -> new IOException(sender + " was not introduced"));
        return FileTable.gone(own) ? Optional.empty() : Optional.of(own);
    }

    FileId directory(FileId sender) throws IOException {
        return file(sender).orElseThrow(() -> new IOException("directory " + sender + " is gone"));
    }

    private Entry here(FileId parent, Name name) throws IOException {
        return new Entry(directory(parent), name);
    }

    /** Data of a write; its file stays open until {@link #rest}, so that many cost one opening. */
    void write(FileId sender, long offset, ByteBuffer data, Moment modified) throws IOException {
        TreeAccess.OpenFile to = writing;
        if (to == null || !sender.equals(written)) {
            rest();
            Optional<FileId> own = file(sender);
            if (own.isEmpty()) {
                return;
            }
            to = tree.open(own.get(), true);
            writing = to;
            written = sender;
        }
        writtenAt = modified;
        to.write(offset, data);
    }

    /** The file of the last writes gets its time and is closed: before anything else is done. */
    void rest() throws IOException {
        TreeAccess.OpenFile to = writing;
        if (to != null) {
            writing = null;
            try (to) {
                var attributes = new Attributes(0, 0, 0, writtenAt, writtenAt);
                to.setAttributes(Operation.Mask.MODIFIED, attributes, writtenAt);
            }
        }
    }

    /** Copied data; times follow. */
    void copy(FileId sender, long offset, ByteBuffer data) throws IOException {
        bringing.copy(sender, offset, data);
    }

    /** Everything else but syncs; what the sender is told, null when nothing. */
    @Nullable Signal apply(Operation operation, long sequence) throws IOException {
        return switch (operation) {
            case Operation.Compare c ->
                    differences(sequence, c.digests().count(), bringing.compare(c));
            case Operation.WholeCompare w ->
                    differences(sequence, w.digests().count(), bringing.wholeCompare(w));
            case Operation.VerifyNames v -> differences(sequence, 1, verifying.names(v));
            case Operation.VerifyFile v ->
                    differences(sequence, 1 + v.digests().count(), verifying.file(v));
            case Operation.Listing l -> {
                BitSet made = bringing.listing(l);
                yield l.single() ? null : differences(sequence, l.entries().size(), made);
            }
            default -> {
                apply(operation);
                yield null;
            }
        };
    }

    private static Signal differences(long sequence, int count, BitSet differing) {
        byte[] set = differing.toByteArray();
        byte[] bits = Arrays.copyOf(set, (count + 7) / 8);
        return new Signal.Differences(sequence, count, Bytes.copyOf(bits));
    }

    private void apply(Operation operation) throws IOException {
        switch (operation) {
            case Operation.Write w ->
                    write(w.file(), w.offset(), ByteBuffer.wrap(w.data().toArray()), w.modified());
            case Operation.Copy c ->
                    copy(c.file(), c.offset(), ByteBuffer.wrap(c.data().toArray()));
            case Operation.Create create -> create(create);
            case Operation.CreateUnnamed c -> createUnnamed(c);
            case Operation.Link link -> link(link);
            case Operation.Unlink(var parent, var name, var at) -> remove(here(parent, name), at);
            case Operation.RemoveDirectory(var parent, var name, var at) ->
                    remove(here(parent, name), at);
            case Operation.Rename rename -> rename(rename);
            case Operation.Introduce(var file, var entry) -> introduce(file, entry);
            case Operation.Forget(var file) -> forget(file);
            case Operation.Whole whole -> bringing.whole(whole);
            case Operation.Hole hole -> bringing.hole(hole);
            case Operation.Extended e -> ofFile(e.file(), e);
            case Operation.Compare c -> throw new IOException("a comparison is answered");
            case Operation.WholeCompare c -> throw new IOException("a comparison is answered");
            case Operation.Listing l -> throw new IOException("a listing is answered");
            case Operation.VerifyNames v -> throw new IOException("it is answered");
            case Operation.VerifyFile v -> throw new IOException("it is answered");
            case Operation.Sync s -> throw new IOException("a sync is answered");
            case Operation.Truncate t -> ofFile(t.file(), t);
            case Operation.SetAttributes s -> ofFile(s.file(), s);
            case Operation.Times t -> ofFile(t.file(), t);
            case Operation.SetExtended s -> ofFile(s.file(), s);
            case Operation.RemoveExtended r -> ofFile(r.file(), r);
            case Operation.Allocate a -> ofFile(a.file(), a);
        }
    }

    private void ofFile(FileId sender, Operation operation) throws IOException {
        Optional<FileId> file = file(sender);
        if (file.isEmpty()) {
            return;
        }
        FileId own = file.get();
        switch (operation) {
            case Operation.Truncate t -> {
                if (!lenient || tree.stat(own).size() != t.size()) {
                    tree.truncate(own, t.size());
                }
                modified(own, t.modified());
            }
            case Operation.SetAttributes s ->
                    tree.setAttributes(own, s.mask(), s.attributes(), s.accessed());
            case Operation.Times t -> modified(own, t.modified());
            case Operation.SetExtended s -> tree.setExtended(own, s.name(), s.value(), s.flags());
            case Operation.RemoveExtended r -> removeExtended(own, r.name());
            case Operation.Extended e -> tree.replaceExtended(own, e.all());
            case Operation.Allocate a -> {
                tree.allocate(own, a.mode(), a.offset(), a.length());
                modified(own, a.modified());
            }
            default -> throw new IOException("not an operation on a file: " + operation);
        }
    }

    private void removeExtended(FileId own, Bytes name) throws IOException {
        boolean missing = tree.extended(own).stream().noneMatch(one -> one.name().equals(name));
        if (!lenient || !missing) { // A copy may have told already that it is gone.
            tree.removeExtended(own, name);
        }
    }

    private void modified(FileId own, Moment at) throws IOException {
        var attributes = new Attributes(0, 0, 0, at, at);
        tree.setAttributes(own, Operation.Mask.MODIFIED, attributes, at);
    }

    private void introduce(FileId sender, Entry entry) throws IOException {
        Entry here = here(entry.parent(), entry.name());
        TreeAccess.Node node =
                tree.lookup(here.parent(), here.name())
                        .orElseThrow(() -> new IOException(here.name() + " is not here"));
        if (!lenient && files.takenByAnother(node.id(), sender)) {
            throw new IOException(here.name() + " is another file here");
        }
        files.bind(sender, node.id());
    }

    private void create(Operation.Create c) throws IOException {
        Entry here = here(c.parent(), c.name());
        Optional<TreeAccess.Node> there = tree.lookup(here.parent(), here.name());
        if (lenient && there.isPresent()) {
            boolean same =
                    there.get().symlink()
                            && type(c.attributes()) == TreeAccess.Modes.SYMLINK
                            && bringing.free(there.get(), c.file())
                            && tree.target(there.get().id()).equals(c.target());
            if (same) {
                files.bind(c.file(), there.get().id());
                tree.replaceExtended(there.get().id(), List.of()); // Its own follow.
                tree.setAttributes(there.get().id(), Sender.ATTRIBUTES, c.attributes(), c.at());
                return;
            }
            removeAll(here, there.get());
        }
        TreeAccess.Node made = tree.create(here, c.attributes(), c.device(), c.target());
        files.bind(c.file(), made.id());
        modified(here.parent(), c.at());
    }

    private void createUnnamed(Operation.CreateUnnamed c) throws IOException {
        TreeAccess.Unnamed made = tree.createUnnamed(directory(c.directory()), c.attributes());
        files.bind(c.file(), made.id());
        unnamed.put(made.id(), made.kept());
    }

    private void forget(FileId sender) throws IOException {
        Optional<FileId> own = files.own(sender);
        if (own.isPresent()) {
            letGo(own.get());
        }
        files.forget(sender);
    }

    /** A file that got a name, or will never have one, need not be kept. */
    private void letGo(FileId own) throws IOException {
        Closeable kept = unnamed.remove(own);
        if (kept != null) {
            kept.close();
        }
    }

    /** This one goes on after that one, whose files without a name go when its session is over. */
    Applier after(@Nullable Applier other) throws IOException {
        if (other != null && other != this) {
            for (FileId own : List.copyOf(other.unnamed.keySet())) {
                other.letGo(own);
            }
        }
        return this;
    }

    private void link(Operation.Link l) throws IOException {
        Entry here = here(l.parent(), l.name());
        Optional<FileId> own = file(l.file());
        if (own.isEmpty()) {
            throw new IOException("a file without a name is linked");
        }
        if (lenient && !makeRoom(here, own.get())) {
            return;
        }
        tree.link(own.get(), here);
        letGo(own.get());
        modified(here.parent(), l.at());
    }

    /** Removes what has this name, unless it is this file: then the answer is false. */
    boolean makeRoom(Entry here, FileId wanted) throws IOException {
        Optional<TreeAccess.Node> there = tree.lookup(here.parent(), here.name());
        if (there.isPresent() && there.get().id().equals(wanted)) {
            return false;
        }
        if (there.isPresent()) {
            removeAll(here, there.get());
        }
        return true;
    }

    private void remove(Entry here, Moment at) throws IOException {
        Optional<TreeAccess.Node> there = tree.lookup(here.parent(), here.name());
        if (there.isEmpty()) {
            if (!lenient) {
                throw new IOException(here.name() + " is not here");
            }
        } else if (lenient) {
            removeAll(here, there.get());
        } else {
            removeOne(here, there.get());
        }
        modified(here.parent(), at);
    }

    private void removeOne(Entry here, TreeAccess.Node node) throws IOException {
        if (node.directory()) {
            tree.removeDirectory(here);
        } else {
            tree.unlink(here);
        }
        if (node.directory() || node.links() == 1) {
            files.removed(node.id());
        }
    }

    void removeAll(Entry here, TreeAccess.Node node) throws IOException {
        if (node.directory()) {
            for (Name name : tree.list(node.id())) {
                var child = new Entry(node.id(), name);
                Optional<TreeAccess.Node> below = tree.lookup(node.id(), name);
                if (below.isPresent()) {
                    removeAll(child, below.get());
                }
            }
        }
        removeOne(here, node);
    }

    private void rename(Operation.Rename r) throws IOException {
        Entry from = here(r.from().parent(), r.from().name());
        Entry to = here(r.to().parent(), r.to().name());
        Optional<TreeAccess.Node> moved = tree.lookup(from.parent(), from.name());
        Optional<TreeAccess.Node> target = tree.lookup(to.parent(), to.name());
        boolean exchange = r.how() == Operation.Rename.How.EXCHANGE;
        boolean same =
                moved.isPresent()
                        && target.isPresent()
                        && moved.get().id().equals(target.get().id());
        if (target.isPresent() && !exchange && !same) {
            if (lenient) {
                removeAll(to, target.get());
            } else if (target.get().directory() || target.get().links() == 1) {
                files.removed(target.get().id());
            }
        }
        tree.rename(from, to, r.how());
        modified(from.parent(), r.at());
        modified(to.parent(), r.at());
    }

    static int type(Attributes attributes) {
        return attributes.mode() & TreeAccess.Modes.TYPE;
    }
}
