package safekit.node.replication;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import safekit.core.replication.Entry;
import safekit.core.replication.FileId;
import safekit.core.replication.FileQueue;
import safekit.core.replication.FileSet;
import safekit.core.replication.Name;
import safekit.core.replication.Operation;
import safekit.core.replication.ResyncPlan;
import safekit.core.wire.Signal;

/**
 * The sender of a reintegration: brings the receiver's tree to what ours is, while ours changes.
 * One thread goes through names, directory by directory; readers ({@link Readers}) bring the files.
 * Every file that becomes known to the receiver while its tree is a mixture is gone through once.
 * Memory does not grow with the files but for some bytes of each directory that is still to be
 * listed.
 */
final class Copier implements AutoCloseable {
    /** Names of one directory that are held. */
    private static final int NAMES = 16_384;

    /** Parts of listings of which files are still to be brought. */
    private static final int PARTS = 8;

    /** Files that others introduced, brought together. */
    private static final int TOGETHER = 250;

    private static final int WORKS = 16;

    private final Sender sender;
    private final TreeAccess tree;
    private final Pieces pieces;
    private final Readers readers;
    private final Questions questions;
    private final FileCopy files;
    private final SmallFiles small;
    private final FileQueue unseen = new FileQueue();
    private final FileQueue directories = new FileQueue();

    /** Files that were gone through because their name was in doubt: the plan names them again. */
    private final FileSet gone = new FileSet();

    /**
     * A copy that begins.
     *
     * @param trustedUntil seconds of the Unix epoch: of what the receiver has and what did not
     *     change here since, only the attributes are brought
     */
    Copier(
            Sender sender,
            TreeAccess tree,
            Pieces pieces,
            CopySettings settings,
            Pace pace,
            long trustedUntil) {
        this.sender = sender;
        this.tree = tree;
        this.pieces = pieces;
        readers = new Readers(sender, pieces, settings.readers());
        questions = new Questions(settings.timeoutNanos());
        files = new FileCopy(sender, tree, pieces, readers, questions, settings, pace);
        small = new SmallFiles(sender, tree, pieces, readers, questions, files, pace, trustedUntil);
    }

    /** A file became known to the receiver: it is gone through. With the sender's lock. */
    void unseen(FileId file) {
        unseen.add(file);
    }

    /** The receiver compared, or listed. With the sender's lock. */
    void answered(Signal.Differences answer) {
        questions.answered(answer);
    }

    /** What was done so far. */
    CopyCount count() {
        return files.count();
    }

    /** Everything in one replicated directory. */
    void everything(int directory) throws IOException, Cancelled {
        directories.add(FileId.root(directory));
        drain();
    }

    /** What the logs name: names first, then data, then attributes. */
    void listed(ResyncPlan plan, Refinement refinement) throws IOException, Cancelled {
        boolean names = true;
        for (ResyncPlan.Work work : plan.work()) {
            if (names && !(work instanceof ResyncPlan.OneName)) {
                drain();
                names = false;
            }
            switch (work) {
                case ResyncPlan.Everything e -> throw new IOException("not a plan of pieces");
                case ResyncPlan.OneName(var entry) -> name(entry);
                case ResyncPlan.Data data ->
                        data(data.file(), one -> ZoneWork.extents(files, one, data, refinement));
                case ResyncPlan.Tail(var file, long first) ->
                        data(file, one -> ZoneWork.from(files, one, first * sender.extentSize()));
                case ResyncPlan.AttributesOf(var file) -> attributes(file);
            }
        }
        drain();
    }

    /** The rest of what was found; then nothing is left. */
    void finish() throws IOException, Cancelled {
        boolean done = false;
        while (!done) {
            drain();
            sender.lock.lock();
            try {
                readers.check();
                if (unseen.isEmpty()) {
                    sender.known.strict();
                    sender.sendTimes();
                    done = true;
                }
            } finally {
                sender.lock.unlock();
            }
        }
    }

    private void drain() throws IOException, Cancelled {
        while (true) {
            sort();
            Optional<FileId> next = directories.takeLast();
            if (next.isPresent()) {
                list(next.get());
            } else {
                readers.await(() -> !unseen.isEmpty() || idle());
                if (nothingUnseen()) {
                    return;
                }
            }
        }
    }

    private boolean idle() throws IOException {
        questions.inTime();
        return readers.idle() && questions.none() && small.parts() == 0;
    }

    private boolean nothingUnseen() {
        sender.lock.lock();
        try {
            return unseen.isEmpty();
        } finally {
            sender.lock.unlock();
        }
    }

    /** Files that others introduced: nobody knows whether the receiver had them. */
    private void sort() throws IOException, Cancelled {
        for (List<FileId> some = someUnseen(); !some.isEmpty(); some = someUnseen()) {
            var nodes = new ArrayList<TreeAccess.Node>();
            for (FileId id : some) {
                Optional<TreeAccess.Node> node = tree.find(id);
                if (node.isPresent() && node.get().directory()) {
                    directories.add(id);
                } else if (node.isPresent()) {
                    nodes.add(node.get());
                }
                gone.add(id);
            }
            room();
            sender.lock.lock();
            try {
                small.bring(nodes);
            } finally {
                sender.lock.unlock();
            }
        }
    }

    private List<FileId> someUnseen() {
        sender.lock.lock();
        try {
            var some = new ArrayList<FileId>();
            while (some.size() < TOGETHER && !unseen.isEmpty()) {
                unseen.takeFirst().ifPresent(some::add);
            }
            return some;
        } finally {
            sender.lock.unlock();
        }
    }

    private void room() throws IOException, Cancelled {
        readers.await(this::partsLeft);
    }

    private boolean partsLeft() throws IOException {
        questions.inTime();
        return small.parts() < PARTS;
    }

    private void list(FileId directory) throws IOException, Cancelled {
        var listing = new DirectoryListing(sender, tree, pieces, directory, NAMES);
        var parts = new Listings(directory);
        lists(listing);
        try {
            boolean more = true;
            while (more) {
                room();
                more = listing.next(parts);
            }
        } finally {
            lists(null);
        }
        files.attributesOfDirectory(directory);
    }

    private void lists(@Nullable DirectoryListing listing) {
        sender.lock.lock();
        try {
            sender.known.lists(listing);
        } finally {
            sender.lock.unlock();
        }
    }

    /** Makes the names on the receiver those of a directory, part by part. */
    private final class Listings implements DirectoryListing.Parts {
        private final FileId directory;
        private int part;

        Listings(FileId directory) {
            this.directory = directory;
        }

        @Override
        public void part(
                @Nullable Name from,
                @Nullable Name to,
                List<Name> names,
                List<TreeAccess.Node> nodes)
                throws IOException {
            var entries = new ArrayList<Operation.Listed>(nodes.size());
            for (int i = 0; i < nodes.size(); i++) {
                entries.add(Encoding.listed(new Entry(directory, names.get(i)), nodes.get(i)));
            }
            long sequence =
                    sender.internal(new Operation.Listing(directory, part++, to == null, entries));
            var wanted = new ArrayList<TreeAccess.Node>();
            var positions = new ArrayList<Integer>();
            for (int i = 0; i < nodes.size(); i++) {
                TreeAccess.Node node = nodes.get(i);
                boolean unknown = sender.known.ensured(new Entry(directory, names.get(i)), node);
                if (unknown && node.directory()) {
                    directories.add(node.id());
                } else if (unknown && !node.symlink()) {
                    wanted.add(node);
                    positions.add(i);
                }
            }
            if (!wanted.isEmpty()) {
                small.bringWhenAnswered(sequence, wanted, positions);
            }
        }
    }

    private void name(Entry entry) throws IOException, Cancelled {
        pieces.still(
                Underway.Hold.names(),
                () -> {
                    boolean here = sender.known.introduce(entry.parent());
                    if (!here || !tree.stat(entry.parent()).directory()) {
                        return; // Its own name, or that of what was in its place, is named too.
                    }
                    Optional<TreeAccess.Node> node = tree.lookup(entry.parent(), entry.name());
                    if (node.isPresent()) {
                        sender.known.ensure(entry, node.get());
                    } else {
                        var at = tree.stat(entry.parent()).attributes().modified();
                        sender.internal(new Operation.Unlink(entry.parent(), entry.name(), at));
                    }
                });
    }

    /**
     * A file of the plan. It is introduced first, while no name changes: skipped because a name is
     * just moving, its data would never be copied.
     */
    private void data(FileId id, FileCopy.Zones zones) throws IOException, Cancelled {
        if (gone.contains(id)) {
            return;
        }
        introduce(id);
        readers.await(() -> readers.waiting() < WORKS);
        files.begin(new CopyWork.File(id, false, () -> {}), zones);
    }

    private void attributes(FileId id) throws IOException, Cancelled {
        if (gone.contains(id)) {
            return;
        }
        introduce(id);
        files.attributes(id);
    }

    private void introduce(FileId id) throws IOException, Cancelled {
        pieces.still(
                Underway.Hold.names(),
                () -> {
                    boolean _ = sender.known.introduce(id);
                });
    }

    @Override
    public void close() {
        readers.close();
    }
}
