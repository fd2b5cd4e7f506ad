package safekit.node.replication;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import safekit.core.replication.BlockCompare;
import safekit.core.replication.BlockHash;
import safekit.core.replication.Entry;
import safekit.core.replication.FileId;
import safekit.core.replication.Operation;
import safekit.core.replication.ResyncPlan;
import safekit.core.wire.Signal;

/**
 * The sender of a reintegration: brings the receiver's tree to what ours is, while ours changes.
 * Names, zones of data and attributes are each read and sent in one piece, held still against
 * changes ({@link Underway}), so each is in the stream where it belongs. Every file that becomes
 * known to the receiver while its tree is a mixture is gone through once. One thread; answers come
 * from the reading thread.
 */
final class Copier {
    private static final int ZONE = 1 << 20;
    private static final int WINDOW = 16;

    private final Sender sender;
    private final TreeAccess tree;
    private final Pieces pieces;
    private final Pace pace;
    private final BlockHash hash = new Xxh3();
    private final ArrayDeque<TreeAccess.Node> unseen = new ArrayDeque<>();
    private final ArrayDeque<FileId> directories = new ArrayDeque<>();
    private final List<FileId> listed = new ArrayList<>();
    private final Map<Long, CopyWork.Question> questions = new HashMap<>();
    private final ArrayDeque<Signal.Differences> answers = new ArrayDeque<>();
    private long bytes;
    private long files;
    private long compared;

    Copier(Sender sender, TreeAccess tree, Pieces pieces, Pace pace) {
        this.sender = sender;
        this.tree = tree;
        this.pieces = pieces;
        this.pace = pace;
    }

    /** A file became known to the receiver: it is gone through. With the sender's lock. */
    void unseen(TreeAccess.Node node) {
        if (node.directory() || node.regular()) {
            unseen.add(node);
        }
    }

    /** The receiver compared. With the sender's lock. */
    void answered(Signal.Differences answer) {
        answers.add(answer);
    }

    long bytes() {
        return bytes;
    }

    long files() {
        return files;
    }

    long compared() {
        return compared;
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
                case ResyncPlan.Data data -> extents(data, refinement);
                case ResyncPlan.Tail(var file, long first) ->
                        data(file, first * sender.extentSize(), Long.MAX_VALUE / 2);
                case ResyncPlan.AttributesOf(var file) -> attributes(file);
            }
        }
        drain();
    }

    /** The rest of what was found, then the times of directories; then nothing is left. */
    void finish() throws IOException, Cancelled {
        boolean done = false;
        while (!done) {
            drain();
            for (FileId directory : listed) {
                attributes(directory);
            }
            listed.clear();
            sender.lock.lock();
            try {
                pieces.alive(true);
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
        boolean more = true;
        while (more) {
            sort();
            FileId next = directories.poll();
            if (next != null) {
                listing(next);
            }
            sender.lock.lock();
            try {
                more = !unseen.isEmpty() || !directories.isEmpty();
            } finally {
                sender.lock.unlock();
            }
        }
        while (!questions.isEmpty()) {
            takeAnswer();
        }
    }

    private void sort() throws IOException, Cancelled {
        for (TreeAccess.Node node = poll(); node != null; node = poll()) {
            if (node.directory()) {
                directories.add(node.id());
            } else {
                file(node.id());
            }
        }
    }

    private TreeAccess.@Nullable Node poll() {
        sender.lock.lock();
        try {
            return unseen.poll();
        } finally {
            sender.lock.unlock();
        }
    }

    private void listing(FileId directory) throws IOException, Cancelled {
        var listing = new DirectoryListing(sender, tree, directory);
        var more = new boolean[] {true};
        while (more[0]) {
            pieces.still(Underway.Hold.names(), () -> more[0] = listing.next());
        }
        listed.add(directory);
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

    private void file(FileId id) throws IOException, Cancelled {
        data(id, 0, Long.MAX_VALUE / 2);
    }

    private void data(FileId id, long from, long length) throws IOException, Cancelled {
        var file = new CopyWork.File(id);
        compare(file, from, Math.min(size(id), from + length));
        file.scanned = true;
        completed(file);
    }

    private void compare(CopyWork.File file, long from, long to) throws IOException, Cancelled {
        for (long at = from; at < to; at += ZONE) {
            ask(file, at, Math.min(ZONE, to - at), BlockCompare.COARSE);
        }
    }

    private void extents(ResyncPlan.Data data, Refinement refinement)
            throws IOException, Cancelled {
        var file = new CopyWork.File(data.file());
        long size = size(file.id);
        long end = Math.min(data.first() + data.count(), size / sender.extentSize() + 1);
        for (long extent = data.first(); extent < end; extent++) {
            for (Refinement.Zone zone : refinement.zones(file.id, extent)) {
                if (zone.exact()) {
                    copy(file, zone.from(), zone.length());
                } else {
                    compare(file, zone.from(), Math.min(size, zone.from() + zone.length()));
                }
            }
        }
        file.scanned = true;
        completed(file);
    }

    /**
     * Makes the sizes equal; 0 when the file is gone. The file is introduced first, while no name
     * changes: skipped because a name is just moving, its data would never be copied.
     */
    private long size(FileId id) throws IOException, Cancelled {
        var size = new long[1];
        pieces.still(
                Underway.Hold.names(),
                () -> {
                    boolean _ = sender.known.introduce(id);
                });
        pieces.still(
                Underway.Hold.whole(id),
                () -> {
                    Optional<TreeAccess.Node> node = known(id);
                    if (node.isPresent()) {
                        size[0] = node.get().size();
                        var modified = node.get().attributes().modified();
                        sender.internal(new Operation.Truncate(id, size[0], modified, false));
                    }
                });
        return size[0];
    }

    /** The file when the receiver knows it and it holds data. */
    private Optional<TreeAccess.Node> known(FileId id) throws IOException {
        Optional<TreeAccess.Node> node =
                sender.known.has(id) ? Optional.of(tree.stat(id)) : Optional.empty();
        return node.filter(TreeAccess.Node::regular);
    }

    private void ask(CopyWork.File file, long offset, long length, int blockSize)
            throws IOException, Cancelled {
        while (questions.size() >= WINDOW) {
            takeAnswer();
        }
        pieces.still(
                new Underway.Hold(file.id, offset, offset + length),
                () -> {
                    ByteBuffer zone = read(file.id, offset, length);
                    if (zone.hasRemaining() && sender.known.has(file.id)) {
                        var digests = BlockCompare.digests(zone, blockSize, hash);
                        long end = offset + zone.remaining();
                        long number =
                                sender.internal(
                                        new Operation.Compare(
                                                file.id, end, offset, blockSize, digests));
                        questions.put(
                                number, new CopyWork.Question(file, offset, length, blockSize));
                        file.asked++;
                        compared += blockSize == BlockCompare.COARSE ? zone.remaining() : 0;
                    }
                });
    }

    private ByteBuffer read(FileId file, long offset, long length) throws IOException {
        ByteBuffer zone = ByteBuffer.allocate((int) length);
        int _ = sender.known.has(file) ? tree.read(file, offset, zone) : 0;
        return zone.flip();
    }

    private void takeAnswer() throws IOException, Cancelled {
        Signal.Differences answer = waitForAnswer();
        CopyWork.Question question = questions.remove(answer.sequence());
        if (question == null) {
            return;
        }
        BitSet differing = BitSet.valueOf(answer.differing().toArray());
        boolean all = differing.cardinality() == answer.blocks();
        boolean coarse = question.blockSize() == BlockCompare.COARSE;
        if (!coarse) {
            question.file().unlike = all;
        }
        // Where blocks changed here and there most large ones differ, but few small ones do.
        boolean closer = coarse && !(all && (question.file().unlike || answer.blocks() == 1));
        for (int block = differing.nextSetBit(0); block >= 0; ) {
            int run = BlockCompare.run(differing, block);
            long from = question.offset() + (long) block * question.blockSize();
            long length =
                    Math.min(
                            (long) run * question.blockSize(),
                            question.offset() + question.length() - from);
            if (closer) {
                ask(question.file(), from, length, BlockCompare.FINE);
            } else {
                copy(question.file(), from, length);
            }
            block = differing.nextSetBit(block + run);
        }
        question.file().asked--;
        completed(question.file());
    }

    private Signal.Differences waitForAnswer() throws IOException, Cancelled {
        sender.lock.lock();
        try {
            long deadline = pieces.deadline();
            while (answers.isEmpty()) {
                pieces.alive(sender.await(deadline));
            }
            return answers.remove();
        } finally {
            sender.lock.unlock();
        }
    }

    private void copy(CopyWork.File file, long offset, long length) throws IOException, Cancelled {
        long step = pace.piece(length);
        for (long done = 0; done < length; done += step) {
            long part = Math.min(step, length - done);
            pieces.pause(pace.take(part));
            piece(file, offset + done, part);
        }
    }

    private void piece(CopyWork.File file, long offset, long length) throws IOException, Cancelled {
        pieces.still(
                new Underway.Hold(file.id, offset, offset + length),
                () -> {
                    ByteBuffer zone = read(file.id, offset, length);
                    if (zone.hasRemaining()) {
                        bytes += zone.remaining();
                        files += file.copied ? 0 : 1;
                        file.copied = true;
                        sender.internal(Encoding.copy(file.id, offset, zone));
                    }
                });
    }

    private void completed(CopyWork.File file) throws IOException, Cancelled {
        if (file.scanned && file.asked == 0) {
            attributes(file.id);
        }
    }

    private void attributes(FileId id) throws IOException, Cancelled {
        pieces.still(
                Underway.Hold.names(),
                () -> {
                    if (!sender.known.introduce(id)) {
                        return;
                    }
                    // Before the mode: an access list changes it.
                    sender.internal(new Operation.Extended(id, tree.extended(id)));
                    TreeAccess.Node node = tree.stat(id);
                    sender.internal(
                            new Operation.SetAttributes(
                                    id, Sender.ATTRIBUTES, node.attributes(), node.accessed()));
                    sender.touch(id);
                });
    }
}
