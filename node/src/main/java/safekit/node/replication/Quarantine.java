package safekit.node.replication;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import safekit.core.bytes.Bytes;
import safekit.core.message.LogLine;
import safekit.core.message.Message;
import safekit.core.quarantine.Manifest;
import safekit.core.quarantine.ManifestLine;
import safekit.core.replication.Attributes;
import safekit.core.replication.Entry;
import safekit.core.replication.Extent;
import safekit.core.replication.Extents;
import safekit.core.replication.FileId;
import safekit.core.replication.Name;
import safekit.core.replication.Operation;
import safekit.core.replication.Path;
import safekit.node.quarantine.QuarantineWriter;
import safekit.node.quarantine.Quarantines;

/**
 * Keeps what this node changed by itself before a reintegration overwrites it: files as a whole up
 * to a size, extents of larger ones. What does not fit, or cannot be written, is told and lost: the
 * reintegration goes on (decision 017). Used by the applying thread.
 */
public final class Quarantine implements Keeper {
    /** Bytes of a file up to which it is kept whole. A moment's work for the applying thread. */
    private static final long WHOLE = 64L << 20;

    /**
     * What is to be kept, and where.
     *
     * @param all of this module
     * @param heading why, and of which data
     * @param roots the replicated directories
     * @param tell the module's log
     */
    public record Order(
            Quarantines all,
            ManifestLine.Heading heading,
            List<ManifestLine.Root> roots,
            Consumer<LogLine> tell) {}

    private final Order order;
    private final TreeAccess tree;
    private final Extents own;
    private final int extentSize;
    private final Set<FileId> changed = new HashSet<>();

    /** Names that the logs name: what is made below them they do not name. */
    private final Set<Path> named = new HashSet<>();

    /** Whether a file that was asked for is below one of them. */
    private final Map<FileId, Boolean> below = new HashMap<>();

    private final Set<FileId> made = new HashSet<>();
    private final Map<FileId, Attributes> before = new HashMap<>();
    private final Map<FileId, Integer> numbers = new HashMap<>();
    private final Extents kept = new Extents();
    private @Nullable QuarantineWriter writer;
    private boolean over;
    private boolean full;

    /**
     * Keeps nothing yet; nothing at all when an earlier reintegration has overwritten everything.
     *
     * @param own what this node's logs name, in its own ids
     */
    static Keeper of(Order order, TreeAccess tree, Extents own, int extentSize) throws IOException {
        return order.all().complete(order.heading().own())
                ? NONE
                : new Quarantine(order, tree, own, extentSize);
    }

    private Quarantine(Order order, TreeAccess tree, Extents own, int extentSize)
            throws IOException {
        this.order = order;
        this.tree = tree;
        this.own = own;
        this.extentSize = extentSize;
        own.data().stream().map(Extent::file).forEach(changed::add);
        changed.addAll(own.tails().keySet());
        for (Entry entry : own.names()) {
            path(entry).ifPresent(named::add);
        }
    }

    /** Where this name is; empty when its directory is gone. */
    private Optional<Path> path(Entry entry) throws IOException {
        Optional<Path> above =
                entry.parent().isRoot()
                        ? Optional.of(new Path(entry.parent(), List.of()))
                        : tree.path(entry.parent());
        return above.map(
                path -> {
                    var names = new ArrayList<>(path.names());
                    names.add(entry.name());
                    return new Path(path.root(), names);
                });
    }

    @Override
    public void changes(TreeAccess.Node node, int mask, Attributes wanted) {
        if (over || !node.regular() || made.contains(node.id())) {
            return;
        }
        if (differ(node.attributes(), mask, wanted)) {
            if (mine(node.id())) {
                before.putIfAbsent(node.id(), node.attributes());
            } else if (own.containsAttributes(node.id())) {
                attempt(() -> keepAttributes(node));
            }
        }
    }

    private static boolean differ(Attributes now, int mask, Attributes wanted) {
        boolean mode = (mask & Operation.Mask.MODE) != 0 && now.mode() != wanted.mode();
        boolean user = (mask & Operation.Mask.UID) != 0 && now.uid() != wanted.uid();
        boolean group = (mask & Operation.Mask.GID) != 0 && now.gid() != wanted.gid();
        boolean time =
                (mask & Operation.Mask.MODIFIED) != 0 && !now.modified().equals(wanted.modified());
        return mode || user || group || time;
    }

    @Override
    public void made(FileId file) {
        made.add(file);
    }

    @Override
    public void overwrites(FileId file, long offset, long length) {
        if (mine(file)) {
            attempt(() -> keep(file, offset, length));
        }
    }

    @Override
    public void cuts(FileId file, long size) {
        if (mine(file)) {
            attempt(() -> keep(file, size, Long.MAX_VALUE - size));
        }
    }

    @Override
    public void removes(Entry at, TreeAccess.Node node) {
        boolean last = node.directory() || node.links() == 1;
        if (last && !made.contains(node.id())) {
            attempt(() -> keepRemoved(at, node));
        }
    }

    @Override
    public void ends() {
        attempt(this::complete);
    }

    /** Whether this node may have changed its content by itself. */
    private boolean mine(FileId file) {
        if (over || made.contains(file)) {
            return false;
        }
        return own.everything() || changed.contains(file) || below(file);
    }

    private boolean below(FileId file) {
        Boolean known = below.get(file);
        if (known == null) {
            attempt(() -> below.put(file, tree.path(file).filter(this::isNamed).isPresent()));
            known = below.getOrDefault(file, false);
        }
        return known;
    }

    private boolean isNamed(Path path) {
        for (int names = 1; names <= path.names().size(); names++) {
            if (named.contains(new Path(path.root(), path.names().subList(0, names)))) {
                return true;
            }
        }
        return false;
    }

    private interface Act {
        void run() throws IOException;
    }

    private void attempt(Act act) {
        if (over) {
            return;
        }
        try {
            act.run();
        } catch (IOException broken) {
            over = true;
            order.tell().accept(Message.QUARANTINE_FAILED.line(name(), "" + broken.getMessage()));
        }
    }

    private String name() {
        return writer == null ? order.all().directory().toString() : writer.id();
    }

    private void complete() throws IOException {
        over = true;
        QuarantineWriter to = writer;
        if (to != null) {
            to.append(List.of(new ManifestLine.Complete()));
            Manifest all = to.manifest();
            order.tell()
                    .accept(
                            Message.QUARANTINE_ENDED.line(
                                    to.id(), all.bytes(), all.kept().size(), to.id()));
        }
    }

    // ---- what is kept

    private void keep(FileId file, long offset, long length) throws IOException {
        Optional<TreeAccess.Node> node = tree.find(file);
        if (node.isPresent() && node.get().regular()) {
            Optional<Path> path = tree.path(file);
            if (path.isPresent()) {
                boolean all = node.get().size() <= WHOLE;
                long from = all ? 0 : offset;
                long size = node.get().size();
                long to = all ? size : Math.min(size, offset + length);
                extents(new Version(node.get(), path.get()), from, to, all);
            }
        }
    }

    private void keepAttributes(TreeAccess.Node node) throws IOException {
        Optional<Path> path = tree.path(node.id());
        if (path.isPresent()) {
            int _ = number(new Version(node, path.get()));
        }
    }

    private void keepRemoved(Entry at, TreeAccess.Node node) throws IOException {
        Optional<Path> path = path(at);
        if (path.isPresent() && (isNamed(path.get()) || mine(node.id()))) {
            var version = new Version(node, path.get());
            boolean all = isNamed(path.get()) || node.size() <= WHOLE;
            if (node.size() == 0) {
                int _ = number(version);
            }
            extents(version, 0, node.size(), all);
        }
    }

    /** A file as it is now, and how it is called. */
    private record Version(TreeAccess.Node node, Path path) {}

    private void extents(Version of, long from, long to, boolean all) throws IOException {
        FileId file = of.node.id();
        for (long extent = from / extentSize; extent * extentSize < to; extent++) {
            boolean wanted =
                    all || below(file) || own.contains(file.number(), file.generation(), extent);
            if (wanted && !kept.contains(file.number(), file.generation(), extent)) {
                extent(of, extent);
            }
        }
    }

    private void extent(Version of, long extent) throws IOException {
        FileId file = of.node.id();
        long offset = extent * extentSize;
        int length = (int) Math.min(extentSize, of.node.size() - offset);
        int number = number(of);
        if (kept.contains(file.number(), file.generation(), extent)) {
            return; // An interrupted reintegration has begun this quarantine, and kept it.
        }
        QuarantineWriter to = open();
        if (to.takes(length)) {
            ByteBuffer bytes = ByteBuffer.allocate(length);
            tree.read(file, offset, bytes);
            bytes.position(0).limit(length);
            to.keep(bytes, List.of(new ManifestLine.Zone(number, offset, length, to.at())));
        } else {
            to.append(List.of(new ManifestLine.Lost(number, offset, length)));
            if (!full) {
                full = true;
                order.tell()
                        .accept(Message.QUARANTINE_FULL.line(to.id(), to.size(), text(of.path)));
            }
        }
        kept.add(file.number(), file.generation(), extent);
    }

    /** The number of this file in the quarantine; it is entered first when it has none. */
    private int number(Version of) throws IOException {
        QuarantineWriter to = open();
        Integer known = numbers.get(of.node.id());
        if (known != null) {
            return known;
        }
        int number = numbers.size() + 1;
        TreeAccess.Node node = of.node;
        Attributes attributes = before.getOrDefault(node.id(), node.attributes());
        to.append(
                List.of(
                        new ManifestLine.Kept(
                                number,
                                node.id(),
                                kind(node),
                                attributes.mode() & TreeAccess.Modes.PERMISSIONS,
                                attributes.uid(),
                                attributes.gid(),
                                attributes.modified(),
                                node.size(),
                                of.path.root().generation(),
                                below(of.path),
                                node.symlink() ? tree.target(node.id()) : Bytes.NONE)));
        numbers.put(node.id(), number);
        return number;
    }

    private static ManifestLine.Kind kind(TreeAccess.Node node) {
        return node.regular()
                ? ManifestLine.Kind.FILE
                : node.directory()
                        ? ManifestLine.Kind.DIRECTORY
                        : node.symlink() ? ManifestLine.Kind.SYMLINK : ManifestLine.Kind.SPECIAL;
    }

    private static Bytes below(Path path) {
        var bytes = new ByteArrayOutputStream();
        for (Name name : path.names()) {
            if (bytes.size() > 0) {
                bytes.write('/');
            }
            bytes.writeBytes(name.bytes());
        }
        return Bytes.copyOf(bytes.toByteArray());
    }

    private static String text(Path path) {
        return String.join("/", path.names().stream().map(Name::toString).toList());
    }

    // ---- the quarantine itself: only made when something is to be kept

    private QuarantineWriter open() throws IOException {
        QuarantineWriter to = writer;
        if (to == null) {
            to = QuarantineWriter.open(order.all(), order.heading(), order.roots());
            writer = to;
            for (ManifestLine.Kept one : to.manifest().kept().values()) {
                numbers.put(one.file(), one.number());
                to.manifest().zones(one.number()).forEach(zone -> known(one, zone.offset()));
                to.manifest().lost(one.number()).forEach(lost -> known(one, lost.offset()));
            }
            order.tell().accept(Message.QUARANTINE_BEGUN.line(to.id()));
        }
        return to;
    }

    private void known(ManifestLine.Kept one, long offset) {
        kept.add(one.file().number(), one.file().generation(), offset / extentSize);
    }
}
