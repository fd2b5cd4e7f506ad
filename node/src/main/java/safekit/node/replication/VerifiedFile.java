package safekit.node.replication;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import safekit.core.bytes.Bytes;
import safekit.core.replication.BlockCompare;
import safekit.core.replication.BlockHash;
import safekit.core.replication.Digests;
import safekit.core.replication.FileId;
import safekit.core.replication.Name;
import safekit.core.replication.Operation;

/** Reads what a verification says of files and names that are held still. */
final class VerifiedFile {
    private static final Digests NO_DATA = Digests.copyOf(new long[0]);

    /** More names than this are not said at once. */
    private static final int MOST = 4000;

    /**
     * What was read.
     *
     * @param rest where the file goes on
     * @param bytes of data
     */
    record Read(
            Verifier.Spot spot,
            Operation.VerifyFile operation,
            Optional<Verifier.Spot> rest,
            long bytes) {}

    private final TreeAccess tree;
    private final int zone;
    private final BlockHash hash = new Xxh3();

    VerifiedFile(TreeAccess tree, int zone) {
        this.tree = tree;
        this.zone = zone;
    }

    /** The names of a directory in a range, or as many of them as can be said at once. */
    TreeAccess.Names names(FileId directory, @Nullable Name from, @Nullable Name to)
            throws IOException {
        TreeAccess.Names all;
        try {
            all = tree.list(directory, from, MOST);
        } catch (NoSuchFileException gone) {
            all = new TreeAccess.Names(List.of(), null);
        }
        Name end = all.end();
        if (to == null || (end != null && end.compareTo(to) < 0)) {
            return all;
        }
        return new TreeAccess.Names(
                all.names().stream().filter(name -> name.compareTo(to) <= 0).toList(), to);
    }

    /** What the names mean; those that mean nothing any more are left out. */
    List<Read> read(List<Verifier.Spot> spots, boolean again) throws IOException {
        var all = new ArrayList<Read>();
        for (Verifier.Spot spot : spots) {
            Optional<TreeAccess.Node> node = node(spot);
            if (node.isPresent()) {
                all.add(read(spot, node.get(), again));
            }
        }
        return all;
    }

    private Optional<TreeAccess.Node> node(Verifier.Spot spot) throws IOException {
        Optional<TreeAccess.Node> node =
                spot.name().isPresent()
                        ? tree.lookup(spot.directory(), spot.name().get())
                        : tree.find(spot.directory());
        return node.filter(one -> one.id().equals(spot.file())); // Only that is held still.
    }

    private Read read(Verifier.Spot spot, TreeAccess.Node node, boolean again) throws IOException {
        long left = node.regular() ? Math.max(0, node.size() - spot.offset()) : 0;
        int length = (int) Math.min(left, zone);
        boolean many = node.directory() || tree.hidesNames();
        var operation =
                new Operation.VerifyFile(
                        spot.directory(),
                        spot.name(),
                        again,
                        node.attributes(),
                        many ? 0 : node.links(),
                        node.size(),
                        node.device(),
                        node.symlink() ? tree.target(node.id()) : Bytes.NONE,
                        node.symlink() ? List.of() : tree.extended(node.id()),
                        spot.offset(),
                        BlockCompare.COARSE,
                        length == 0 ? NO_DATA : digests(node.id(), spot.offset(), length));
        long next = spot.offset() + length;
        boolean more = left > length;
        return new Read(
                spot,
                operation,
                more
                        ? Optional.of(
                                new Verifier.Spot(spot.directory(), spot.name(), node.id(), next))
                        : Optional.empty(),
                length);
    }

    private Digests digests(FileId file, long offset, int length) throws IOException {
        ByteBuffer data = ByteBuffer.allocate(length);
        try (TreeAccess.OpenFile open = tree.open(file, false)) {
            open.read(offset, data);
        }
        return BlockCompare.digests(data.flip(), BlockCompare.COARSE, hash);
    }
}
