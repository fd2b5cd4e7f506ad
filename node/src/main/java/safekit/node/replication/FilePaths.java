package safekit.node.replication;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import safekit.core.replication.FileId;
import safekit.core.replication.Name;
import safekit.core.replication.Path;
import safekit.linux.sys.Directories;
import safekit.linux.sys.Files;
import safekit.linux.sys.Memory;
import safekit.linux.sys.Scratch;

/** The path of a file that is known by its handle only. */
final class FilePaths {
    private static final byte[] DELETED = " (deleted)".getBytes(StandardCharsets.US_ASCII);

    private FilePaths() {}

    /** What the kernel says of an open file. */
    static byte[] place(int descriptor) throws IOException {
        Scratch scratch = Scratch.mine();
        long room = scratch.value();
        long link = scratch.descriptorPath(descriptor);
        long length =
                HandleTree.check(
                        Directories.readLink(Files.NO_DIRECTORY, link, room, Scratch.PATH_BYTES),
                        "/proc/self/fd");
        return Memory.bytesAt(room, (int) length);
    }

    /** From what the kernel says of an open file; empty when it knows no name just now. */
    static Optional<Path> below(FileId rootId, byte[] root, byte[] place) {
        int start = root.length == 1 ? 1 : root.length + 1;
        boolean below =
                place.length > start && Arrays.equals(root, Arrays.copyOf(place, root.length));
        boolean deleted =
                place.length > DELETED.length
                        && Arrays.equals(
                                DELETED,
                                Arrays.copyOfRange(
                                        place, place.length - DELETED.length, place.length));
        return below && !deleted
                ? Optional.of(new Path(rootId, names(place, start)))
                : Optional.empty();
    }

    private static List<Name> names(byte[] place, int start) {
        var names = new ArrayList<Name>();
        int from = start;
        for (int i = start; i <= place.length; i++) {
            if (i == place.length || place[i] == '/') {
                names.add(Name.of(Arrays.copyOfRange(place, from, i)));
                from = i + 1;
            }
        }
        return names;
    }

    /** The kernel does not know a name just now, because nobody came to the file by one. */
    static Optional<Path> search(TreeAccess tree, FileId file, int directory) throws IOException {
        if (tree.stat(file).links() == 0) {
            return Optional.empty();
        }
        FileId root = FileId.root(directory);
        return search(tree, root, root, new ArrayList<>(), file);
    }

    private static Optional<Path> search(
            TreeAccess tree, FileId root, FileId directory, List<Name> way, FileId wanted)
            throws IOException {
        for (Name name : tree.list(directory)) {
            Optional<TreeAccess.Node> node = tree.lookup(directory, name);
            if (node.isEmpty()) {
                continue;
            }
            way.add(name);
            if (node.get().id().equals(wanted)) {
                return Optional.of(new Path(root, way));
            }
            if (node.get().directory()) {
                Optional<Path> found = search(tree, root, node.get().id(), way, wanted);
                if (found.isPresent()) {
                    return found;
                }
            }
            way.removeLast();
        }
        return Optional.empty();
    }
}
