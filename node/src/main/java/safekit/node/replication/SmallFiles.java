package safekit.node.replication;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import safekit.core.bytes.Bytes;
import safekit.core.replication.BlockCompare;
import safekit.core.replication.BlockHash;
import safekit.core.replication.FileId;
import safekit.core.replication.Operation;
import safekit.core.wire.Signal;

/**
 * Brings the files of a part of a directory: small ones some at a time and each in one operation,
 * with its data where the receiver had to make it, else by hashes. Large ones are left to {@link
 * FileCopy}. Done by the readers.
 */
final class SmallFiles {
    /** A file up to this is brought as a whole. */
    private static final int WHOLE = 256 << 10;

    private static final int TOGETHER = 16;
    private static final long TOGETHER_BYTES = 1 << 20;

    private final Sender sender;
    private final TreeAccess tree;
    private final Pieces pieces;
    private final Readers readers;
    private final Questions questions;
    private final FileCopy copy;
    private final Pace pace;
    private final long trustedUntil;
    private final BlockHash hash = new Xxh3();
    private int parts;

    SmallFiles(
            Sender sender,
            TreeAccess tree,
            Pieces pieces,
            Readers readers,
            Questions questions,
            FileCopy copy,
            Pace pace,
            long trustedUntil) {
        this.sender = sender;
        this.tree = tree;
        this.pieces = pieces;
        this.readers = readers;
        this.questions = questions;
        this.copy = copy;
        this.pace = pace;
        this.trustedUntil = trustedUntil;
    }

    /** Parts of which files are left. With the lock. */
    int parts() {
        return parts;
    }

    /** Brings these files, which the receiver may have. With the lock. */
    void bring(List<TreeAccess.Node> nodes) {
        if (!nodes.isEmpty()) {
            parts++;
            readers.add(new Part(nodes));
        }
    }

    /**
     * Brings these files when the receiver has said which of them it had to make. With the lock.
     *
     * @param sequence of the listing that asks
     * @param positions of the nodes in it
     */
    void bringWhenAnswered(long sequence, List<TreeAccess.Node> nodes, List<Integer> positions) {
        parts++;
        var part = new Part(nodes);
        questions.ask(
                sequence,
                answer -> {
                    BitSet made = BitSet.valueOf(answer.differing().toArray());
                    for (int i = 0; i < positions.size(); i++) {
                        part.fresh.set(i, made.get(positions.get(i)));
                    }
                    part.answered = true;
                    readers.add(part);
                });
    }

    private final class Part implements CopyWork.Work {
        final List<TreeAccess.Node> nodes;
        final BitSet fresh = new BitSet();
        boolean answered;
        private int at;
        private int left;

        Part(List<TreeAccess.Node> nodes) {
            this.nodes = nodes;
            left = nodes.size();
        }

        @Override
        public CopyWork.@Nullable Piece next() {
            if (at == nodes.size()) {
                return null;
            }
            var files = new ArrayList<CopyWork.File>();
            long most = pace.piece(TOGETHER_BYTES);
            long bytes = 0;
            long travels = 0;
            while (at < nodes.size() && files.size() < TOGETHER && bytes < most) {
                TreeAccess.Node node = nodes.get(at);
                var file = new CopyWork.File(node.id(), fresh.get(at), this::done);
                file.present = answered && !file.fresh;
                files.add(file);
                long size = node.size() > WHOLE ? 0 : node.size();
                bytes += size;
                travels += fresh.get(at) ? size : 0;
                at++;
            }
            long data = travels;
            return () -> some(files, data);
        }

        private void done() {
            left--;
            parts -= left == 0 ? 1 : 0;
        }
    }

    private void some(List<CopyWork.File> files, long data) throws IOException, Cancelled {
        pieces.pause(pace.take(data));
        readers.await(questions::room);
        pieces.held(
                files.stream().map(file -> Underway.Hold.whole(file.id)).toList(),
                () -> {
                    var contents = new ArrayList<Content>();
                    for (CopyWork.File file : files) {
                        contents.add(read(file));
                    }
                    return contents;
                },
                contents -> {
                    for (int i = 0; i < files.size(); i++) {
                        send(files.get(i), contents.get(i));
                    }
                });
    }

    /** A file as it was read; without node when it is gone, without data when it is not small. */
    private record Content(
            TreeAccess.@Nullable Node node,
            List<Operation.ExtendedAttribute> extended,
            @Nullable ByteBuffer data,
            boolean attributesOnly) {}

    private Content read(CopyWork.File file) throws IOException {
        try {
            TreeAccess.Node node = tree.stat(file.id);
            boolean old = CopyWork.touched(node.attributes()) < trustedUntil;
            return node.regular() && !(file.present && old)
                    ? readRegular(file.id)
                    : new Content(node, tree.extended(file.id), null, true);
        } catch (NoSuchFileException gone) {
            return new Content(null, List.of(), null, false);
        }
    }

    private Content readRegular(FileId id) throws IOException {
        try (TreeAccess.OpenFile file = tree.open(id, false)) {
            TreeAccess.Node node = file.stat();
            boolean sparse = node.size() > 0 && file.hole(0) < node.size();
            if (node.size() > WHOLE || sparse) {
                return new Content(node, List.of(), null, false);
            }
            ByteBuffer data = ByteBuffer.allocate((int) node.size());
            file.read(0, data);
            return new Content(node, file.extended(), data.flip(), false);
        }
    }

    /** With the lock; a file of which the receiver knows nothing is gone. */
    private void send(CopyWork.File file, Content content) {
        TreeAccess.Node node = content.node;
        ByteBuffer data = content.data;
        if (node == null || !sender.known.has(file.id)) {
            copy.done(file);
        } else if (content.attributesOnly) {
            copy.attributes(node, content.extended);
            copy.done(file);
        } else if (data == null) {
            copy.begin(file, node, one -> ZoneWork.from(copy, one, 0));
        } else if (file.fresh) {
            whole(file, node, content.extended, data);
            copy.count().passed(data.remaining());
        } else {
            ask(file, node, content.extended, data);
        }
    }

    private void whole(
            CopyWork.File file,
            TreeAccess.Node node,
            List<Operation.ExtendedAttribute> extended,
            ByteBuffer data) {
        byte[] all = new byte[data.remaining()];
        data.duplicate().get(all);
        sender.internal(
                new Operation.Whole(
                        file.id, node.attributes(), node.accessed(), extended, Bytes.copyOf(all)));
        if (data.hasRemaining()) {
            copy.sent(file, data.remaining());
        }
        copy.done(file);
    }

    private void ask(
            CopyWork.File file,
            TreeAccess.Node node,
            List<Operation.ExtendedAttribute> extended,
            ByteBuffer data) {
        int block = BlockCompare.COARSE;
        int length = data.remaining();
        long number =
                sender.internal(
                        new Operation.WholeCompare(
                                file.id,
                                node.attributes(),
                                node.accessed(),
                                extended,
                                length,
                                block,
                                BlockCompare.digests(data, block, hash)));
        file.size = length;
        file.scanned = true;
        file.open = 1;
        var question = new CopyWork.Question(file, 0, length, block, true);
        questions.ask(number, answer -> answered(question, answer));
        copy.count().compared(length);
        copy.count().passed(length);
    }

    private void answered(CopyWork.Question question, Signal.Differences answer) {
        BitSet differing = BitSet.valueOf(answer.differing().toArray());
        if (differing.isEmpty()) {
            copy.done(question.file());
        } else if (answer.blocks() == 1) {
            readers.first(() -> again(question.file()));
        } else {
            readers.first(() -> copy.differs(question, differing, answer.blocks()));
        }
    }

    /** It has one block only: all of it, as it is now. */
    private void again(CopyWork.File file) throws IOException, Cancelled {
        pieces.pause(pace.take(file.size));
        pieces.held(
                List.of(Underway.Hold.whole(file.id)),
                () -> read(file),
                content -> {
                    TreeAccess.Node node = content.node;
                    ByteBuffer data = content.data;
                    if (node == null || !sender.known.has(file.id)) {
                        copy.done(file);
                    } else if (data == null) {
                        file.scanned = false;
                        file.open = 0;
                        copy.begin(file, node, one -> ZoneWork.from(copy, one, 0));
                    } else {
                        whole(file, node, content.extended, data);
                    }
                });
    }
}
