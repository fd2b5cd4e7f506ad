package safekit.node.replication;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
import safekit.core.replication.Path;

/**
 * The part of the trees that is replicated: a name that is left out is not there, neither for what
 * is sent nor for what is received (R4). What it names stays; when the directory around it goes or
 * moves to where it would be replicated, it is moved to {@link Exclusions#KEPT}.
 */
final class VisibleTree extends ForwardingTree {
    private final List<Exclusions> exclusions;
    private final Consumer<String> notes;

    /**
     * A view of these trees.
     *
     * @param exclusions of each directory
     * @param notes hears what was moved away
     */
    VisibleTree(TreeAccess below, List<Exclusions> exclusions, Consumer<String> notes) {
        super(below);
        this.exclusions = List.copyOf(exclusions);
        this.notes = notes;
    }

    private Exclusions of(FileId file) {
        return exclusions.get(HandleTree.directory(file));
    }

    /** Whether an entry of this type is left out; false in a directory that has no name. */
    boolean leavesOut(Entry entry, boolean directory) throws IOException {
        Exclusions rules = of(entry.parent());
        if (rules.none()) {
            return false;
        }
        Optional<Path> parent = below.path(entry.parent());
        return parent.isPresent()
                && rules.leavesOut(
                        Exclusions.below(Exclusions.way(parent.get().names()), entry.name()),
                        directory);
    }

    @Override
    public boolean hidesNames() {
        return true;
    }

    @Override
    public Optional<Node> lookup(FileId parent, Name name) throws IOException {
        Optional<Node> node = below.lookup(parent, name);
        boolean there =
                node.isPresent() && !leavesOut(new Entry(parent, name), node.get().directory());
        return there ? node : Optional.empty();
    }

    @Override
    public Names list(FileId directory, @Nullable Name beyond, int most) throws IOException {
        Exclusions rules = of(directory);
        Names all = below.list(directory, beyond, most);
        Optional<Path> way = rules.none() ? Optional.empty() : below.path(directory);
        if (way.isEmpty()) {
            return all;
        }
        byte[] above = Exclusions.way(way.get().names());
        if (rules.leavesOut(above, true)) {
            return new Names(List.of(), null);
        }
        var visible = new ArrayList<Name>();
        for (Name name : all.names()) {
            byte[] full = Exclusions.below(above, name);
            boolean there = !rules.leavesOutItself(full, false);
            if (!there && rules.dependOnType() && !rules.leavesOutItself(full, true)) {
                there = below.lookup(directory, name).filter(Node::directory).isPresent();
            }
            if (there) {
                visible.add(name);
            }
        }
        return new Names(visible, all.end());
    }

    /** A way by names that are replicated only. */
    @Override
    public Optional<Path> path(FileId file) throws IOException {
        Optional<Path> known = below.path(file);
        Exclusions rules = of(file);
        if (known.isEmpty() || rules.none() || file.isRoot()) {
            return known;
        }
        Node node = below.stat(file);
        if (!rules.leavesOut(Exclusions.way(known.get().names()), node.directory())) {
            return known;
        }
        return node.directory() || node.links() <= 1
                ? Optional.empty()
                : FilePaths.search(this, file, HandleTree.directory(file));
    }

    // ---- changes of the receiver

    @Override
    public Node create(Entry at, Attributes attributes, long device, Bytes target)
            throws IOException {
        visible(at, (attributes.mode() & Modes.TYPE) == Modes.DIRECTORY);
        return below.create(at, attributes, device, target);
    }

    @Override
    public Node make(Entry at, int mode, long device, Bytes target) throws IOException {
        visible(at, (mode & Modes.TYPE) == Modes.DIRECTORY);
        return below.make(at, mode, device, target);
    }

    @Override
    public void link(FileId file, Entry at) throws IOException {
        visible(at, false);
        below.link(file, at);
    }

    /** A name is about to be used by an entry of this type. What has it and is hidden goes. */
    private void visible(Entry at, boolean directory) throws IOException {
        if (leavesOut(at, directory)) {
            throw new IOException(
                    at.name() + " is not replicated here: the nodes are configured differently");
        }
        Optional<Node> there = below.lookup(at.parent(), at.name());
        if (there.isPresent() && leavesOut(at, there.get().directory())) {
            keep(at);
        }
    }

    @Override
    public void removeDirectory(Entry at) throws IOException {
        if (!keepInstead(at)) {
            below.removeDirectory(at);
        }
    }

    @Override
    public void rename(Entry from, Entry to, Operation.Rename.How how) throws IOException {
        boolean exchange = how == Operation.Rename.How.EXCHANGE;
        Optional<Node> moved = below.lookup(from.parent(), from.name());
        Optional<Node> target = below.lookup(to.parent(), to.name());
        if (moved.isPresent()) {
            visible(from, moved.get().directory());
            visible(to, moved.get().directory());
            settle(moved.get(), from, to);
        }
        if (target.isPresent() && exchange) {
            settle(target.get(), to, from);
        }
        if (target.isPresent() && target.get().directory() && !exchange) {
            boolean _ = keepInstead(to);
        }
        below.rename(from, to, how);
    }

    /** Moves a directory away in which nothing is replicated any more but something is. */
    private boolean keepInstead(Entry at) throws IOException {
        Optional<Node> node = below.lookup(at.parent(), at.name());
        boolean left =
                node.isPresent()
                        && node.get().directory()
                        && list(node.get().id()).isEmpty()
                        && !below.list(node.get().id()).isEmpty();
        if (left) {
            keep(at);
        }
        return left;
    }

    /** What would be replicated once its directory has moved goes where it is not. */
    private void settle(Node moved, Entry from, Entry to) throws IOException {
        if (!moved.directory() || of(from.parent()).none()) {
            return;
        }
        byte[] before = way(from);
        byte[] after = way(to);
        var differing = new ArrayList<Entry>();
        var walk = new MovedNames(below, of(from.parent()), entry -> differing.add(entry));
        walk.visit(moved.id(), before, after);
        for (Entry entry : differing) {
            keep(entry);
        }
    }

    /** The way of an entry; the directory has a name, for it was found by one. */
    byte[] way(Entry entry) throws IOException {
        Path parent =
                below.path(entry.parent())
                        .orElseThrow(() -> new IOException(entry.name() + " is nowhere"));
        return Exclusions.below(Exclusions.way(parent.names()), entry.name());
    }

    /** Moves an entry to a new directory of its own in {@link Exclusions#KEPT}. */
    private void keep(Entry entry) throws IOException {
        FileId root = FileId.root(HandleTree.directory(entry.parent()));
        Attributes parent = below.stat(entry.parent()).attributes();
        FileId kept = directory(new Entry(root, Exclusions.KEPT));
        int number = 1;
        while (below.lookup(kept, Name.of("" + number)).isPresent()) {
            number++;
        }
        FileId own = directory(new Entry(kept, Name.of("" + number)));
        below.rename(entry, new Entry(own, entry.name()), Operation.Rename.How.NO_REPLACE);
        restoreTime(entry.parent(), parent);
        notes.accept(
                "%s holds what is not replicated and is kept as %s/%d/%s"
                        .formatted(entry.name(), Exclusions.KEPT, number, entry.name()));
    }

    /** This directory, made for root only when it is missing. */
    private FileId directory(Entry at) throws IOException {
        Optional<Node> there = below.lookup(at.parent(), at.name());
        if (there.isPresent()) {
            return there.get().id();
        }
        Attributes parent = below.stat(at.parent()).attributes();
        Moment now = parent.modified();
        var attributes = new Attributes(Modes.DIRECTORY | 0700, 0, 0, now, now);
        FileId made = below.create(at, attributes, 0, Bytes.NONE).id();
        restoreTime(at.parent(), parent);
        return made;
    }

    /** What is moved away here is no change that the other node knows of. */
    private void restoreTime(FileId directory, Attributes before) throws IOException {
        below.setAttributes(directory, Operation.Mask.MODIFIED, before, before.modified());
    }
}
