package safekit.node.replication;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import safekit.core.replication.Entry;
import safekit.core.replication.FileId;
import safekit.core.replication.Name;

/**
 * The names of a directory on their way to the receiver, in order, some at a time: neither the
 * application nor the heartbeats wait for a large directory, and only some of its names are held.
 * They are read while names change: those that come meanwhile are told by {@link #named}, those
 * that went are not found. One thread; fields are guarded by the sender's lock.
 */
final class DirectoryListing {
    private static final int PART = 250;

    /** Sends the names of a part. */
    interface Parts {
        /**
         * With the lock, while no name changes.
         *
         * @param from behind this name; null = from the beginning
         * @param to up to this name; null = to the end
         * @param names those that are there
         * @param nodes what they mean
         */
        void part(
                @Nullable Name from,
                @Nullable Name to,
                List<Name> names,
                List<TreeAccess.Node> nodes)
                throws IOException;
    }

    private final Sender sender;
    private final TreeAccess tree;
    private final Pieces pieces;
    private final FileId directory;
    private final int most;

    /** Names that are to be sent: of those up to the bound none is missing. */
    private final TreeSet<Name> names = new TreeSet<>();

    /** No bound: none is missing at all. */
    private @Nullable Name bound;

    private boolean filled;
    private boolean filling;
    private @Nullable Name last;
    private @Nullable Name before;
    private boolean over;

    /**
     * Lists this directory.
     *
     * @param most names that are held, about
     */
    DirectoryListing(Sender sender, TreeAccess tree, Pieces pieces, FileId directory, int most) {
        this.sender = sender;
        this.tree = tree;
        this.pieces = pieces;
        this.directory = directory;
        this.most = most;
    }

    /** A name is there now; what says so is in the stream. With the lock. */
    void named(Entry entry) {
        Name name = entry.name();
        Name end = bound;
        boolean ahead = last == null || name.compareTo(last) > 0;
        boolean within = filling || (filled && (end == null || name.compareTo(end) <= 0));
        if (entry.parent().equals(directory) && ahead && within) {
            names.add(name);
            if (names.size() > 2 * most) {
                names.pollLast();
                cut(names.last());
            }
        }
    }

    /** Beyond this name some may be missing. */
    private void cut(Name at) {
        Name end = bound;
        bound = end == null || at.compareTo(end) < 0 ? at : end;
    }

    /** Sends the next names; false when there are no more. */
    boolean next(Parts parts) throws IOException, Cancelled {
        fill();
        var taken = new ArrayList<Name>();
        pieces.held(
                List.of(Underway.Hold.names()),
                () -> take(taken),
                () -> lookUp(taken),
                nodes -> send(taken, nodes, parts));
        return !over;
    }

    /** Reads names while others change them. */
    private void fill() throws IOException {
        Name from;
        sender.lock.lock();
        try {
            if (!names.isEmpty() || (filled && bound == null)) {
                return;
            }
            from = bound;
            bound = null;
            filling = true;
        } finally {
            sender.lock.unlock();
        }
        TreeAccess.Names read = read(from);
        sender.lock.lock();
        try {
            filling = false;
            filled = true;
            names.addAll(read.names());
            if (read.end() != null) {
                cut(read.end());
            }
            Name end = bound;
            if (end != null) {
                names.tailSet(end, false).clear();
            }
        } finally {
            sender.lock.unlock();
        }
    }

    private TreeAccess.Names read(@Nullable Name from) throws IOException {
        try {
            return tree.list(directory, from, most);
        } catch (NoSuchFileException gone) {
            return new TreeAccess.Names(List.of(), null);
        }
    }

    private void take(List<Name> into) throws IOException {
        if (!sender.known.introduce(directory)) {
            over = true;
            return;
        }
        while (into.size() < PART && !names.isEmpty()) {
            into.add(names.removeFirst());
        }
        over = names.isEmpty() && bound == null;
        before = last;
        last = into.isEmpty() ? last : into.getLast();
    }

    private List<TreeAccess.Node> lookUp(List<Name> taken) throws IOException {
        var nodes = new ArrayList<TreeAccess.Node>(taken.size());
        for (int i = 0; i < taken.size(); ) {
            Optional<TreeAccess.Node> node = tree.lookup(directory, taken.get(i));
            if (node.isPresent()) {
                nodes.add(node.get());
                i++;
            } else {
                taken.remove(i);
            }
        }
        return nodes;
    }

    private void send(List<Name> taken, List<TreeAccess.Node> nodes, Parts parts)
            throws IOException {
        boolean nothing = taken.isEmpty() && !over;
        // Waits now, so that nothing is answered before it is known what was asked.
        if (!nothing
                && sender.awaitRoom(1 + Known.FOR_LISTED * taken.size())
                && sender.known.has(directory)) {
            parts.part(before, over ? null : last, taken, nodes);
        }
    }
}
