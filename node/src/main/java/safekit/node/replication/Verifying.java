package safekit.node.replication;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import safekit.core.replication.BlockCompare;
import safekit.core.replication.BlockHash;
import safekit.core.replication.Digests;
import safekit.core.replication.FileId;
import safekit.core.replication.Name;
import safekit.core.replication.Operation;
import safekit.core.replication.Path;

/**
 * Compares what the primary says with what is here at the same point of the stream, and changes
 * nothing. A difference is reported when it is found again. Used by the applying thread.
 */
final class Verifying {
    private static final int AHEAD = 16_384;

    private final TreeAccess tree;
    private final Applier live;
    private final Verification report;
    private final BlockHash hash = new Xxh3();

    Verifying(TreeAccess tree, Applier live, Verification report) {
        this.tree = tree;
        this.live = live;
        this.report = report;
    }

    /** Whether the names are others. */
    BitSet names(Operation.VerifyNames v) throws IOException {
        FileId directory = live.directory(v.directory());
        var missing = new TreeSet<Name>(v.names());
        var extra = new ArrayList<Name>();
        var ours = new OwnNames(tree, directory, AHEAD, v.from().orElse(null));
        Name to = v.to().orElse(null);
        for (Name name = ours.upTo(to); name != null; name = ours.upTo(to)) {
            if (!missing.remove(name)) {
                extra.add(name);
            }
        }
        if (v.again()) {
            for (Name name : missing) {
                report(directory, Optional.of(name), "is missing here");
            }
            for (Name name : extra) {
                report(directory, Optional.of(name), "is here only");
            }
        }
        var differs = new BitSet();
        differs.set(0, !missing.isEmpty() || !extra.isEmpty());
        return differs;
    }

    /** Bit 0: what is not data; then one for each block. */
    BitSet file(Operation.VerifyFile v) throws IOException {
        FileId directory = live.directory(v.directory());
        Optional<TreeAccess.Node> node =
                v.name().isPresent()
                        ? tree.lookup(directory, v.name().get())
                        : Optional.of(tree.stat(directory));
        var differs = new BitSet();
        if (node.isEmpty()) {
            return differs; // The names say so.
        }
        List<String> what = attributes(v, node.get());
        boolean regular = node.get().regular();
        if (v.digests().count() > 0 && regular) {
            BitSet blocks = blocks(v, node.get().id());
            for (int i = blocks.nextSetBit(0); i >= 0; i = blocks.nextSetBit(i + 1)) {
                differs.set(i + 1);
            }
            if (!blocks.isEmpty()) {
                long first = v.offset() + (long) blocks.nextSetBit(0) * v.blockSize();
                what.add("content from byte " + first + " on");
            }
        }
        differs.set(0, !what.isEmpty());
        if (v.again() && !what.isEmpty()) {
            report(directory, v.name(), String.join(", ", what));
        }
        return differs;
    }

    private List<String> attributes(Operation.VerifyFile v, TreeAccess.Node node)
            throws IOException {
        var what = new ArrayList<String>();
        var theirs = v.attributes();
        var ours = node.attributes();
        boolean type = Applier.type(theirs) == Applier.type(ours) && v.device() == node.device();
        differ(what, !type, "type");
        differ(what, theirs.mode() != ours.mode() && type && !node.symlink(), "mode");
        differ(what, theirs.uid() != ours.uid() || theirs.gid() != ours.gid(), "owner");
        differ(what, !theirs.modified().equals(ours.modified()), "modification time");
        differ(what, v.size() != node.size(), "size");
        differ(what, v.links() != 0 && v.links() != node.links(), "number of links");
        if (type && node.symlink()) {
            differ(what, !tree.target(node.id()).equals(v.target()), "target");
        } else if (type) {
            Set<Operation.ExtendedAttribute> extended = new HashSet<>(tree.extended(node.id()));
            differ(what, !extended.equals(new HashSet<>(v.extended())), "extended attributes");
        }
        return what;
    }

    private static void differ(List<String> what, boolean yes, String word) {
        if (yes) {
            what.add(word);
        }
    }

    private BitSet blocks(Operation.VerifyFile v, FileId file) throws IOException {
        ByteBuffer zone = ByteBuffer.allocate(v.digests().count() * v.blockSize());
        try (TreeAccess.OpenFile open = tree.open(file, false)) {
            zone.limit(Math.clamp(v.size() - v.offset(), 0, zone.capacity()));
            open.read(v.offset(), zone);
        }
        Digests mine = BlockCompare.digests(zone.flip(), v.blockSize(), hash);
        return BlockCompare.differing(v.digests(), mine);
    }

    private void report(FileId directory, Optional<Name> name, String what) throws IOException {
        Optional<Path> above = tree.path(directory);
        var way = new StringBuilder();
        if (above.isPresent()) {
            above.get().names().forEach(each -> way.append('/').append(each));
        }
        name.ifPresent(each -> way.append('/').append(each));
        int root = HandleTree.directory(directory);
        report.differs(new Verification.Difference(root, way.toString(), what));
    }
}
