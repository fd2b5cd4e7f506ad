package safekit.node.replication;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import safekit.core.replication.Entry;
import safekit.core.replication.FileId;
import safekit.core.replication.Name;
import safekit.core.replication.Operation;

/**
 * The names of a directory on their way to the receiver, in order, some at a time: a large
 * directory must not keep the application and the heartbeats waiting. With the sender's lock, while
 * no name is being changed.
 */
final class DirectoryListing {
    private static final int PART = 1000;

    /** A directory whose names change all the time is read about so often. */
    private static final int TURNS = 100;

    private final Sender sender;
    private final TreeAccess tree;
    private final FileId directory;
    private List<Name> left = List.of();
    private long asOf = -1;
    private int turn;
    private int part;
    private @Nullable Name last;

    DirectoryListing(Sender sender, TreeAccess tree, FileId directory) {
        this.sender = sender;
        this.tree = tree;
        this.directory = directory;
    }

    /** Sends the next names; false when there are no more. */
    boolean next() throws IOException {
        if (!sender.known.introduce(directory)) {
            return false;
        }
        if (asOf != sender.underway.namesBegun()) {
            left = beyond(tree.list(directory), last);
            asOf = sender.underway.namesBegun();
            turn = Math.max(Math.max(PART, left.size() / TURNS), turn);
        }
        for (int sent = 0; sent < turn; sent += PART) {
            int count = Math.min(PART, left.size());
            boolean more = count < left.size();
            send(left.subList(0, count), !more);
            left = left.subList(count, left.size());
            if (!more) {
                return false;
            }
        }
        return true;
    }

    private static List<Name> beyond(List<Name> names, @Nullable Name last) {
        int at = 0;
        while (last != null && at < names.size() && names.get(at).compareTo(last) <= 0) {
            at++;
        }
        return names.subList(at, names.size());
    }

    private void send(List<Name> names, boolean end) throws IOException {
        var entries = new ArrayList<Operation.Listed>();
        var nodes = new ArrayList<TreeAccess.Node>();
        for (Name name : names) {
            Optional<TreeAccess.Node> node = tree.lookup(directory, name);
            if (node.isPresent()) {
                nodes.add(node.get());
                entries.add(Encoding.listed(new Entry(directory, name), node.get()));
            }
        }
        sender.internal(new Operation.Listing(directory, part++, end, entries));
        for (int i = 0; i < nodes.size(); i++) {
            sender.known.ensured(new Entry(directory, entries.get(i).name()), nodes.get(i));
        }
        last = names.isEmpty() ? last : names.getLast();
    }
}
