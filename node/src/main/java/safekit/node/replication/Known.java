package safekit.node.replication;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import safekit.core.bytes.Bytes;
import safekit.core.replication.Attributes;
import safekit.core.replication.Entry;
import safekit.core.replication.FileId;
import safekit.core.replication.FileSet;
import safekit.core.replication.Name;
import safekit.core.replication.Operation;
import safekit.core.replication.Path;

/**
 * The files that the receiver knows by their ids, and how it comes to know one: by a name that
 * means the same on both sides, or, in a mixture, by making a name mean it. With the sender's lock.
 */
final class Known {
    /** Whether a file is known now. */
    enum Way {
        KNOWN,
        /** It has no name any more. */
        NAMELESS,
        /** Operations have to end first; then all has to be looked at again. */
        NO_ROOM
    }

    /** Operations for one listed name: a symbolic link itself, and its extended attributes. */
    static final int FOR_LISTED = 2;

    /** Operations that introduce one name, with its listing. */
    private static final int FOR_ONE = 1 + FOR_LISTED;

    private final Sender sender;
    private final TreeAccess tree;
    private final FileSet files = new FileSet();
    private final FileSet mixed = new FileSet();
    private boolean lenient;
    private boolean everything;
    private Predicate<Entry> doubtful = _ -> true;
    private Consumer<FileId> unseen = _ -> {};
    private @Nullable DirectoryListing listing;

    Known(Sender sender, TreeAccess tree) {
        this.sender = sender;
        this.tree = tree;
    }

    /** The receiver of a new session knows nothing. */
    void open(boolean leniently, Consumer<FileId> newlyKnown) {
        lenient = leniently;
        everything = leniently;
        unseen = newlyKnown;
        doubtful = _ -> true;
        files.clear();
        mixed.clear();
    }

    /** In the mixture only these names may mean something else, and what is below them. */
    void doubt(Predicate<Entry> names) {
        doubtful = names;
        everything = false;
    }

    /**
     * Whether each name is in doubt, and each file that becomes known is gone through: only then
     * may a file that is still there be forgotten, for what is skipped meanwhile is copied again.
     */
    boolean everythingInDoubt() {
        return everything;
    }

    /** Names are equal on both sides from here on. */
    void strict() {
        lenient = false;
        everything = false;
        unseen = _ -> {};
        listing = null;
        mixed.clear();
    }

    /** Whether the receiver's tree is a mixture. */
    boolean lenient() {
        return lenient;
    }

    void close() {
        files.clear();
        mixed.clear();
        listing = null;
        unseen = _ -> {};
    }

    boolean has(FileId file) {
        return file.isRoot() || files.contains(file);
    }

    /** The receiver knows this file from now on by what was just sent. */
    void add(FileId file) {
        files.add(file);
    }

    void forget(FileId file) {
        files.remove(file);
    }

    /**
     * Introduces a file and the directories on its way; false when it has no name or the session is
     * over. May wait: only for who keeps the names on its way still.
     */
    boolean introduce(FileId file) throws IOException {
        Way way = introduceNow(file);
        while (way == Way.NO_ROOM && sender.awaitRoom(FOR_ONE)) {
            way = introduceNow(file);
        }
        return way == Way.KNOWN;
    }

    /** As {@link #introduce}, without waiting: nothing is looked up and sent later. */
    Way introduceNow(FileId file) throws IOException {
        if (has(file)) {
            return Way.KNOWN;
        }
        Optional<Path> path = tree.path(file);
        if (path.isEmpty()) {
            return Way.NAMELESS;
        }
        FileId at = path.get().root();
        for (Name name : path.get().names()) {
            Optional<TreeAccess.Node> node = tree.lookup(at, name);
            if (node.isEmpty()) {
                return Way.NAMELESS;
            }
            if (!has(node.get().id())) {
                if (!sender.room(FOR_ONE)) {
                    return Way.NO_ROOM;
                }
                introduce(new Entry(at, name), node.get());
            }
            at = node.get().id();
        }
        return at.equals(file) ? Way.KNOWN : Way.NAMELESS;
    }

    /**
     * Makes the receiver know this name before it is moved: in a mixture a file that is known by
     * another name may have another one here.
     */
    Way introduceNow(Entry entry) throws IOException {
        Way parent = introduceNow(entry.parent());
        if (parent != Way.KNOWN) {
            return parent;
        }
        Optional<TreeAccess.Node> node = tree.lookup(entry.parent(), entry.name());
        boolean other = node.isPresent() && !node.get().directory() && node.get().links() > 1;
        if (node.isEmpty() || (has(node.get().id()) && !other)) {
            return Way.KNOWN;
        }
        if (!sender.room(FOR_ONE)) {
            return Way.NO_ROOM;
        }
        introduce(entry, node.get());
        return Way.KNOWN;
    }

    private void introduce(Entry entry, TreeAccess.Node node) throws IOException {
        if (lenient && (doubtful.test(entry) || mixed.contains(entry.parent()))) {
            ensure(entry, node);
        } else {
            sender.internal(new Operation.Introduce(node.id(), entry));
            add(node.id());
        }
    }

    /** Makes a name of the mixture on the receiver mean this file; its content may be anything. */
    void ensure(Entry entry, TreeAccess.Node node) throws IOException {
        int single = Operation.Listing.SINGLE;
        sender.internal(
                new Operation.Listing(
                        entry.parent(), single, false, List.of(Encoding.listed(entry, node))));
        if (ensured(entry, node) && !node.symlink()) {
            unseen.accept(node.id());
        }
    }

    /** After a listing that held this name; whether the file was not known before. */
    boolean ensured(Entry entry, TreeAccess.Node node) throws IOException {
        if (node.symlink()) {
            sender.internal(created(entry, node));
            List<Operation.ExtendedAttribute> extended = tree.extended(node.id());
            if (!extended.isEmpty()) { // One that the receiver has was given none.
                sender.internal(new Operation.Extended(node.id(), extended));
            }
        }
        if (node.directory()) {
            mixed.add(node.id());
        }
        return files.add(node.id());
    }

    /** The directory whose names are on their way; it is told of those that come. */
    void lists(@Nullable DirectoryListing now) {
        listing = now;
    }

    /** The receiver is told in the stream that this name is there now. */
    void named(Entry entry) {
        DirectoryListing now = listing;
        if (now != null) {
            now.named(entry);
        }
    }

    /** The operation that makes a file of this kind. */
    Operation.Create created(Entry entry, TreeAccess.Node node) throws IOException {
        Attributes parent = tree.stat(entry.parent()).attributes();
        return new Operation.Create(
                entry.parent(),
                entry.name(),
                parent.modified(),
                node.id(),
                node.attributes(),
                node.device(),
                node.symlink() ? tree.target(node.id()) : Bytes.NONE);
    }
}
