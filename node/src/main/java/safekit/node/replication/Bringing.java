package safekit.node.replication;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import safekit.core.bytes.Bytes;
import safekit.core.replication.Attributes;
import safekit.core.replication.BlockCompare;
import safekit.core.replication.BlockHash;
import safekit.core.replication.Digests;
import safekit.core.replication.Entry;
import safekit.core.replication.FileId;
import safekit.core.replication.Moment;
import safekit.core.replication.Name;
import safekit.core.replication.Operation;

/**
 * What only a reintegration sends, on the receiver: names, whole files, comparisons, holes. The
 * attributes of a file that a listing makes or takes over follow in any case. Used by the applying
 * thread.
 */
final class Bringing {
    /** Names of a directory of ours that are held at a time. */
    private static final int AHEAD = 16_384;

    private final TreeAccess tree;
    private final FileTable files;
    private final Applier live;
    private final Brought brought;
    private final BlockHash hash = new Xxh3();
    private final ZeroBlocks zeros = new ZeroBlocks(hash);

    /** The names of the directory that is being listed, behind those that were listed. */
    private @Nullable OwnNames own;

    private boolean allNames;

    Bringing(TreeAccess tree, FileTable files, Applier live, Consumer<FileId> detail) {
        brought = new Brought(detail);
        this.tree = tree;
        this.files = files;
        this.live = live;
    }

    Brought brought() {
        return brought;
    }

    /** Copied data; times follow. */
    void copy(FileId sender, long offset, ByteBuffer data) throws IOException {
        Optional<FileId> here = live.file(sender);
        if (here.isPresent()) {
            brought.data(here.get(), data.remaining());
            tree.write(here.get(), offset, data);
        }
    }

    /** A small file with all that it is. */
    void whole(Operation.Whole w) throws IOException {
        Optional<FileId> here = live.file(w.file());
        if (here.isPresent()) {
            ByteBuffer data = ByteBuffer.wrap(w.data().toArray());
            int length = data.remaining();
            try (TreeAccess.OpenFile file = tree.open(here.get(), true)) {
                file.write(0, data);
                finish(file, length, w.extended(), w.attributes(), w.accessed());
            }
            brought.whole(here.get(), length);
        }
    }

    /** Which blocks of a small file differ; all else becomes as it is there. */
    BitSet wholeCompare(Operation.WholeCompare w) throws IOException {
        Optional<FileId> here = live.file(w.file());
        if (here.isEmpty()) {
            return new BitSet();
        }
        try (TreeAccess.OpenFile file = tree.open(here.get(), true)) {
            BitSet differing = differing(file, 0, w.size(), w.blockSize(), w.digests());
            finish(file, w.size(), w.extended(), w.attributes(), w.accessed());
            return differing;
        }
    }

    private static void finish(
            TreeAccess.OpenFile file,
            long size,
            List<Operation.ExtendedAttribute> extended,
            Attributes attributes,
            Moment accessed)
            throws IOException {
        if (file.stat().size() != size) {
            file.truncate(size);
        }
        file.replaceExtended(extended); // Before the mode: an access list changes it.
        file.setAttributes(Sender.ATTRIBUTES, attributes, accessed);
    }

    /** Which blocks differ from the sender's; none when the file has no name any more. */
    BitSet compare(Operation.Compare c) throws IOException {
        Optional<FileId> here = live.file(c.file());
        if (here.isEmpty()) {
            return new BitSet();
        }
        long length = Math.min((long) c.digests().count() * c.blockSize(), c.size() - c.offset());
        try (TreeAccess.OpenFile file = tree.open(here.get(), false)) {
            return differing(file, c.offset(), Math.max(0, length), c.blockSize(), c.digests());
        }
    }

    private BitSet differing(
            TreeAccess.OpenFile file, long offset, long length, int blockSize, Digests theirs)
            throws IOException {
        Digests mine;
        if (file.data(offset) >= offset + length) {
            long there = Math.clamp(file.stat().size() - offset, 0, length);
            mine = zeros.digests(there, blockSize);
        } else {
            ByteBuffer zone = ByteBuffer.allocate((int) length);
            file.read(offset, zone);
            mine = BlockCompare.digests(zone.flip(), blockSize, hash);
        }
        return BlockCompare.differing(theirs, mine);
    }

    /** What is data here becomes a hole as it is there. */
    void hole(Operation.Hole h) throws IOException {
        Optional<FileId> here = live.file(h.file());
        if (here.isPresent()) {
            try (TreeAccess.OpenFile file = tree.open(here.get(), true)) {
                if (file.data(h.offset()) < h.offset() + h.length()) {
                    file.punch(h.offset(), h.length());
                }
            }
        }
    }

    // ---- names

    /** Makes the names these; which of the files had to be made. */
    BitSet listing(Operation.Listing listing) throws IOException {
        FileId directory = live.directory(listing.directory());
        if (!listing.single()) {
            allNames |= directory.isRoot();
            removeOthers(directory, listing);
        }
        var made = new BitSet();
        int position = 0;
        for (Operation.Listed entry : listing.entries()) {
            made.set(position++, ensure(new Entry(directory, entry.name()), entry));
        }
        return made;
    }

    private void removeOthers(FileId directory, Operation.Listing listing) throws IOException {
        if (listing.part() == 0) {
            own = new OwnNames(tree, directory, AHEAD, null);
        }
        OwnNames ours = own;
        if (ours == null || !ours.of(directory)) {
            throw new IOException("a listing goes on that has not begun");
        }
        var listed = new TreeSet<Name>();
        listing.entries().forEach(entry -> listed.add(entry.name()));
        if (listed.isEmpty() && !listing.last()) {
            return;
        }
        Name end = listing.last() ? null : listed.last();
        for (Name name = ours.upTo(end); name != null; name = ours.upTo(end)) {
            Optional<TreeAccess.Node> node =
                    listed.contains(name) ? Optional.empty() : tree.lookup(directory, name);
            if (node.isPresent()) {
                live.removeAll(new Entry(directory, name), node.get());
            }
        }
        if (listing.last()) {
            own = null;
        }
    }

    /** Whether the file had to be made. */
    private boolean ensure(Entry here, Operation.Listed wanted) throws IOException {
        Optional<FileId> bound = files.own(wanted.file());
        if (bound.isPresent() && !FileTable.gone(bound.get())) {
            if (live.makeRoom(here, bound.get())) {
                tree.link(bound.get(), here);
            }
            return false;
        }
        Optional<TreeAccess.Node> there = tree.lookup(here.parent(), here.name());
        boolean fits = there.isPresent() && adoptable(there.get(), wanted);
        if (there.isPresent() && !fits) {
            live.removeAll(here, there.get());
        }
        if (Applier.type(wanted.attributes()) == TreeAccess.Modes.SYMLINK) {
            return false; // What makes it follows.
        }
        if (there.isPresent() && fits) {
            files.bind(wanted.file(), there.get().id());
            return false;
        }
        var made = tree.make(here, wanted.attributes().mode(), wanted.device(), Bytes.NONE);
        files.bind(wanted.file(), made.id());
        return true;
    }

    private boolean adoptable(TreeAccess.Node there, Operation.Listed wanted) {
        return Applier.type(there.attributes()) == Applier.type(wanted.attributes())
                && there.device() == wanted.device()
                && free(there, wanted.file());
    }

    /**
     * Whether a file here may become the sender's. Its other names would become it too: that is
     * only right when each of them is looked at as well.
     */
    boolean free(TreeAccess.Node there, FileId wanted) {
        boolean alone = allNames || there.directory() || there.links() == 1;
        return alone && !files.takenByAnother(there.id(), wanted);
    }
}
