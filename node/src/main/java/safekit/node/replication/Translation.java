package safekit.node.replication;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import safekit.core.bytes.Bytes;
import safekit.core.replication.Entry;
import safekit.core.replication.FileId;
import safekit.core.replication.Moment;
import safekit.core.replication.Operation;
import safekit.linux.fuse.Change;

/**
 * Changes that were made here as operations for the secondary, behind what introduces the files
 * that they name. With the primary's lock; introducing may wait, so the session may be over after
 * each call.
 */
final class Translation {
    private static final int NO_REPLACE = 1;
    private static final int EXCHANGE = 2;
    private static final int WHITEOUT = 4;

    private final TreeAccess tree;
    private final Sender sender;

    Translation(TreeAccess tree, Sender sender) {
        this.tree = tree;
        this.sender = sender;
    }

    /**
     * The operation of a change; the victim is the file whose last name it took. None for a change
     * of which nobody knows how far it was made: then the file or name in the log is copied again.
     */
    Operation of(Changed changed, Underway.One one) throws IOException {
        if (changed.change().uncertain) {
            throw new IOException("a change was made in part");
        }
        FileId victim = one.victim;
        Operation operation =
                Underway.ofNames(changed.change().kind)
                        ? ofNames(changed)
                        : ofFile(changed, one.file);
        if (victim != null) {
            sender.known.forget(victim);
        }
        return operation;
    }

    private Operation ofFile(Changed changed, FileId file) throws IOException {
        Change change = changed.change();
        if (!sender.known.has(file)) {
            return new Operation.Forget(file);
        }
        TreeAccess.Node node = tree.stat(file);
        Moment modified = node.attributes().modified();
        sender.touch(file);
        return switch (change.kind) {
            case TRUNCATE -> new Operation.Truncate(file, change.offset, modified, false);
            case ALLOCATE ->
                    new Operation.Allocate(
                            file, change.flags, change.offset, change.length, modified);
            case ATTRIBUTES ->
                    new Operation.SetAttributes(
                            file, change.mask, node.attributes(), node.accessed());
            case SET_XATTR ->
                    new Operation.SetExtended(
                            file,
                            Bytes.copyOf(change.xattrName),
                            Bytes.copyOf(change.xattrValue),
                            0);
            default -> new Operation.RemoveExtended(file, Bytes.copyOf(change.xattrName));
        };
    }

    private Operation unnamed(Changed changed) throws IOException {
        FileId directory = changed.parent();
        boolean _ = sender.known.introduce(directory);
        TreeAccess.Node node = tree.stat(changed.file());
        sender.known.add(node.id());
        sender.touch(node.id());
        return new Operation.CreateUnnamed(directory, node.id(), node.attributes());
    }

    private Operation ofNames(Changed changed) throws IOException {
        if (changed.change().kind == Change.Kind.TMPFILE) {
            return unnamed(changed);
        }
        Entry entry = changed.entry();
        sender.known.introduce(entry.parent());
        comes(changed);
        Moment at = tree.stat(entry.parent()).attributes().modified();
        return switch (changed.change().kind) {
            case UNLINK -> new Operation.Unlink(entry.parent(), entry.name(), at);
            case RMDIR -> new Operation.RemoveDirectory(entry.parent(), entry.name(), at);
            case LINK -> new Operation.Link(known(changed), entry.parent(), entry.name(), at);
            case RENAME -> {
                Entry to = changed.newEntry();
                sender.known.introduce(to.parent());
                Moment later = tree.stat(to.parent()).attributes().modified();
                yield new Operation.Rename(entry, to, how(changed.change().flags), later);
            }
            default -> {
                TreeAccess.Node node = tree.stat(changed.file());
                sender.known.add(node.id());
                yield sender.known.created(entry, node);
            }
        };
    }

    /** Whether a rename exchanges the two names. */
    static boolean exchanges(Change change) {
        return change.kind == Change.Kind.RENAME && change.flags == EXCHANGE;
    }

    /** Tells a listing that is underway of the name that the operation brings. */
    private void comes(Changed changed) {
        switch (changed.change().kind) {
            case UNLINK, RMDIR -> {}
            case RENAME -> {
                sender.known.named(changed.newEntry());
                if (exchanges(changed.change())) {
                    sender.known.named(changed.entry());
                }
            }
            default -> sender.known.named(changed.entry());
        }
    }

    private static Operation.Rename.How how(int flags) {
        return switch (flags) {
            case 0 -> Operation.Rename.How.REPLACE;
            case EXCHANGE -> Operation.Rename.How.EXCHANGE;
            case NO_REPLACE -> Operation.Rename.How.NO_REPLACE;
            // Nothing had the new name, so nothing is replaced with or without the other flag.
            default -> Operation.Rename.How.WHITEOUT;
        };
    }

    /**
     * Introduced before it was linked: the receiver knows it by its old name only. One without a
     * name that is older than the session is brought over whole, in a mixture.
     */
    private FileId known(Changed changed) throws IOException {
        FileId file = changed.file();
        if (!sender.known.has(file) && sender.known.lenient()) {
            sender.known.ensure(changed.entry(), tree.stat(file));
        }
        if (!sender.known.has(file)) {
            throw new IOException(file + " was linked and is not known");
        }
        return file;
    }

    /** What follows the operation of a change that took a name of this file. */
    void follow(Changed changed, @Nullable FileId victim) throws IOException {
        touchParents(changed);
        if (changed.change().kind == Change.Kind.RENAME && isWhiteout(changed.change())) {
            introduceWhiteout(changed.entry());
        }
        if (victim == null || !sender.known.everythingInDoubt()) {
            return;
        }
        Optional<TreeAccess.Node> left = tree.find(victim);
        if (left.isPresent() && !left.get().directory() && sender.known.introduce(victim)) {
            sender.touch(victim); // In vain while it was not known.
        }
    }

    private static boolean isWhiteout(Change change) {
        return (change.flags & WHITEOUT) != 0;
    }

    /** The node that the rename left; the receiver's has yet to get owner and times. */
    private void introduceWhiteout(Entry old) throws IOException {
        Optional<TreeAccess.Node> node = tree.lookup(old.parent(), old.name());
        while (sender.known.introduceNow(old) == Known.Way.NO_ROOM && sender.awaitRoom(2)) {}
        node.ifPresent(left -> sender.touch(left.id()));
    }

    /** The directory's times may change once more below us: they follow before a drain ends. */
    private void touchParents(Changed changed) {
        Change.Kind kind = changed.change().kind;
        if (Underway.ofNames(kind) && kind != Change.Kind.TMPFILE) {
            sender.touch(changed.entry().parent());
        }
        if (kind == Change.Kind.RENAME) {
            sender.touch(changed.newEntry().parent());
        }
    }
}
