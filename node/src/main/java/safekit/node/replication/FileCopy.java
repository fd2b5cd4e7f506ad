package safekit.node.replication;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import safekit.core.replication.BlockCompare;
import safekit.core.replication.BlockHash;
import safekit.core.replication.Digests;
import safekit.core.replication.FileId;
import safekit.core.replication.Operation;
import safekit.core.wire.Signal;

/**
 * Brings the data of files in zones: each is held still, read without the lock and sent, by hashes
 * or, where the receiver has nothing, as it is. Holes are not read. The attributes follow the last
 * zone. Done by the readers.
 */
final class FileCopy {
    private final Sender sender;
    private final TreeAccess tree;
    private final Pieces pieces;
    private final Readers readers;
    private final Questions questions;
    private final CopySettings settings;
    private final Pace pace;
    private final BlockHash hash = new Xxh3();
    private final CopyCount count = new CopyCount();

    FileCopy(
            Sender sender,
            TreeAccess tree,
            Pieces pieces,
            Readers readers,
            Questions questions,
            CopySettings settings,
            Pace pace) {
        this.sender = sender;
        this.tree = tree;
        this.pieces = pieces;
        this.readers = readers;
        this.questions = questions;
        this.settings = settings;
        this.pace = pace;
    }

    CopyCount count() {
        return count;
    }

    int zoneBytes() {
        return settings.zoneBytes();
    }

    int extentBytes() {
        return sender.extentSize();
    }

    // ---- a file

    /** Which zones of a file are looked at. */
    interface Zones {
        CopyWork.Work of(CopyWork.File file);
    }

    /** Makes the sizes equal and begins with the zones; a file that is gone is done. */
    void begin(CopyWork.File file, Zones zones) throws IOException, Cancelled {
        pieces.held(
                List.of(Underway.Hold.whole(file.id)),
                () -> tree.find(file.id),
                node -> {
                    if (node.isPresent() && node.get().regular() && sender.known.has(file.id)) {
                        begin(file, node.get(), zones);
                    } else {
                        done(file);
                    }
                });
    }

    /** As above, of a file that is held still. With the lock. */
    void begin(CopyWork.File file, TreeAccess.Node node, Zones zones) {
        file.size = node.size();
        sender.internal(
                new Operation.Truncate(file.id, node.size(), node.attributes().modified(), false));
        readers.first(zones.of(file));
    }

    /** All zones of the file were begun. With the lock. */
    void scanned(CopyWork.File file) {
        file.scanned = true;
        finished(file);
    }

    /** A zone or a question of the file is over. With the lock. */
    void over(CopyWork.File file) {
        file.open--;
        finished(file);
    }

    private void finished(CopyWork.File file) {
        if (file.scanned && file.open == 0) {
            readers.first(
                    () -> {
                        attributes(file.id);
                        locked(() -> done(file));
                    });
        }
    }

    /** Nothing of the file is left to do. With the lock. */
    void done(CopyWork.File file) {
        count.done();
        file.done.run();
        sender.changed.signalAll();
    }

    private void locked(Runnable action) {
        sender.lock.lock();
        try {
            action.run();
        } finally {
            sender.lock.unlock();
        }
    }

    // ---- a zone

    /** A zone of a file that the receiver may have. */
    void zone(CopyWork.File file, long from, long to, Skip skip) throws IOException, Cancelled {
        long at = from;
        while (at < to) {
            Segment data = segment(file.id, at);
            long end = Math.min(data.to, to);
            if (data.from > at) {
                at = hole(file, at, skip);
            } else if (file.fresh) {
                copy(file, at, end - at);
                at = end;
            } else {
                ask(file, at, end - at, BlockCompare.COARSE);
                at = end;
            }
        }
        locked(() -> over(file));
    }

    /** Where the next zone that is not begun may begin; with the lock. */
    interface Skip {
        void to(long offset);
    }

    /** Where data begin and end next. */
    private record Segment(long from, long to) {
        static final Segment NONE = new Segment(Long.MAX_VALUE, Long.MAX_VALUE);
    }

    private Segment segment(FileId file, long from) throws IOException {
        try (TreeAccess.OpenFile open = tree.open(file, false)) {
            long data = open.data(from);
            return data == Long.MAX_VALUE ? Segment.NONE : new Segment(data, open.hole(data));
        } catch (NoSuchFileException gone) {
            return Segment.NONE;
        }
    }

    /** Nothing is here: all of it, to where data begin, is a hole there too. */
    private long hole(CopyWork.File file, long from, Skip skip) throws IOException, Cancelled {
        var end = new long[1];
        pieces.held(
                List.of(new Underway.Hold(file.id, from, Long.MAX_VALUE)),
                () -> Math.min(segment(file.id, from).from, file.size),
                to -> {
                    end[0] = to;
                    if (to > from && sender.known.has(file.id)) {
                        if (!file.fresh) {
                            sender.internal(new Operation.Hole(file.id, from, to - from));
                        }
                        count.passed(to - from);
                        skip.to(to);
                    }
                });
        return Math.max(end[0], from);
    }

    /** Asks whether a zone differs. */
    private void ask(CopyWork.File file, long offset, long length, int blockSize)
            throws IOException, Cancelled {
        readers.await(questions::room);
        boolean first = blockSize == BlockCompare.COARSE;
        pieces.held(
                List.of(new Underway.Hold(file.id, offset, offset + length)),
                () -> digested(file.id, offset, length, blockSize),
                zone -> {
                    if (zone.length() > 0 && sender.known.has(file.id)) {
                        long number =
                                sender.internal(
                                        new Operation.Compare(
                                                file.id,
                                                offset + zone.length(),
                                                offset,
                                                blockSize,
                                                zone.digests()));
                        var question =
                                new CopyWork.Question(file, offset, length, blockSize, false);
                        file.open++;
                        questions.ask(number, answer -> answered(question, answer));
                        count.compared(first ? zone.length() : 0);
                    }
                    count.passed(first ? length : 0);
                });
    }

    private record Digested(int length, Digests digests) {}

    private Digested digested(FileId file, long offset, long length, int blockSize)
            throws IOException {
        ByteBuffer zone = ByteBuffer.allocate((int) length);
        read(file, offset, zone);
        zone.flip();
        return new Digested(zone.remaining(), BlockCompare.digests(zone, blockSize, hash));
    }

    private void read(FileId file, long offset, ByteBuffer into) throws IOException {
        try (TreeAccess.OpenFile open = tree.open(file, false)) {
            open.read(offset, into);
        } catch (NoSuchFileException gone) {
            return; // Its last name has just gone; that travels.
        }
    }

    /** An answer to a question about a zone. With the lock. */
    private void answered(CopyWork.Question question, Signal.Differences answer) {
        BitSet differing = BitSet.valueOf(answer.differing().toArray());
        if (question.blockSize() == BlockCompare.FINE) {
            question.file().unlike = differing.cardinality() == answer.blocks();
        }
        if (differing.isEmpty()) {
            over(question.file());
        } else {
            readers.first(() -> differs(question, differing, answer.blocks()));
        }
    }

    /**
     * Brings what differs, closer compared: where blocks changed here and there most large ones
     * differ, but few small ones do.
     */
    void differs(CopyWork.Question question, BitSet differing, int blocks)
            throws IOException, Cancelled {
        boolean all = differing.cardinality() == blocks;
        boolean coarse = question.blockSize() == BlockCompare.COARSE;
        boolean closer = coarse && !(all && (question.file().unlike || blocks == 1));
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
        locked(() -> over(question.file()));
    }

    /** Blocks that are known to differ. */
    void exactly(CopyWork.File file, long from, long length) throws IOException, Cancelled {
        copy(file, from, length);
        locked(
                () -> {
                    count.passed(length);
                    over(file);
                });
    }

    private void copy(CopyWork.File file, long offset, long length) throws IOException, Cancelled {
        long step = pace.piece(Math.min(length, zoneBytes()));
        for (long done = 0; done < length; done += step) {
            long part = Math.min(step, length - done);
            pieces.pause(pace.take(part));
            piece(file, offset + done, (int) part);
        }
    }

    private void piece(CopyWork.File file, long offset, int length) throws IOException, Cancelled {
        pieces.held(
                List.of(new Underway.Hold(file.id, offset, offset + length)),
                () -> {
                    ByteBuffer out = Encoding.copyRoom(length);
                    read(file.id, offset, out);
                    return out;
                },
                out -> {
                    int got = Encoding.copyLength(out);
                    if (got > 0 && sender.known.has(file.id)) {
                        sender.copy(Encoding.copy(out, file.id, offset), got);
                        sent(file, got);
                        commit(file);
                    }
                    count.passed(file.fresh ? length : 0);
                });
    }

    /** Data of the file travelled. With the lock. */
    void sent(CopyWork.File file, int length) {
        count.sent(length);
        if (!file.copied) {
            file.copied = true;
            count.file();
        }
    }

    /** {@code reicommit}; nobody waits for the answer. */
    private void commit(CopyWork.File file) {
        file.packets++;
        if (file.packets == settings.commitPackets()) {
            file.packets = 0;
            sender.internal(new Operation.Sync(file.id, true));
        }
    }

    // ---- attributes

    private record Attributes(TreeAccess.Node node, List<Operation.ExtendedAttribute> extended) {}

    /** All attributes of a file of any type. */
    void attributes(FileId id) throws IOException, Cancelled {
        attributes(id, List.of(Underway.Hold.whole(id)));
    }

    /** The attributes of a directory whose names are right. */
    void attributesOfDirectory(FileId id) throws IOException, Cancelled {
        attributes(id, List.of(Underway.Hold.names(), Underway.Hold.whole(id)));
    }

    private void attributes(FileId id, List<Underway.Hold> holds) throws IOException, Cancelled {
        pieces.held(
                holds,
                () -> attributesOf(id),
                found -> {
                    if (found.isPresent() && sender.known.has(id)) {
                        attributes(found.get().node, found.get().extended);
                    }
                });
    }

    private Optional<Attributes> attributesOf(FileId id) throws IOException {
        try {
            return Optional.of(new Attributes(tree.stat(id), tree.extended(id)));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    /** With the lock. */
    void attributes(TreeAccess.Node node, List<Operation.ExtendedAttribute> extended) {
        // Before the mode: an access list changes it.
        sender.internal(new Operation.Extended(node.id(), extended));
        sender.internal(
                new Operation.SetAttributes(
                        node.id(), Sender.ATTRIBUTES, node.attributes(), node.accessed()));
    }
}
