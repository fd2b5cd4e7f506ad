package safekit.node.replication;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import safekit.core.base.Check;
import safekit.core.bytes.Refused;
import safekit.core.replication.FileId;
import safekit.core.replication.Moment;
import safekit.core.replication.Operation;
import safekit.core.wire.CopyCodec;
import safekit.core.wire.Opcode;
import safekit.core.wire.OperationCursor;
import safekit.core.wire.Signal;
import safekit.core.wire.WriteCodec;

/**
 * Carries out received operations and sends the answers of those that have one: comparisons at
 * once, syncs when the disk has done them. {@link #run} is used by the applying thread.
 */
final class Execution {
    /** Whom an operation came from. */
    record Peer(Link link, long session) {
        void answer(Signal signal) {
            link.send(signal.type(), session, 0, Encoding.of(signal));
        }
    }

    private final TreeAccess tree;
    private final Executor slow;
    private final BooleanSupplier closed;

    /**
     * On this tree.
     *
     * @param slow where the disk is synced
     * @param closed whether the process ends
     */
    Execution(TreeAccess tree, Executor slow, BooleanSupplier closed) {
        this.tree = tree;
        this.slow = slow;
        this.closed = closed;
    }

    /**
     * Carries out the operation at the cursor.
     *
     * @param in where it lies, little endian
     */
    void run(Applier applier, Peer peer, OperationCursor cursor, ByteBuffer in, long sequence)
            throws IOException, Refused {
        int at = cursor.at();
        if (cursor.opcode() == Opcode.WRITE) {
            var file = new FileId(WriteCodec.number(in, at), WriteCodec.generation(in, at));
            ByteBuffer data = in.slice(WriteCodec.data(in, at), WriteCodec.length(in, at));
            var modified = new Moment(WriteCodec.seconds(in, at), WriteCodec.nanos(in, at));
            applier.write(file, WriteCodec.offset(in, at), data, modified);
        } else if (cursor.opcode() == Opcode.COPY) {
            var file = new FileId(CopyCodec.number(in, at), CopyCodec.generation(in, at));
            ByteBuffer data = in.slice(CopyCodec.data(at), CopyCodec.length(in, at));
            applier.rest();
            applier.copy(file, CopyCodec.offset(in, at), data);
        } else {
            applier.rest();
            other(applier, peer, cursor.operation(), sequence);
        }
    }

    private void other(Applier applier, Peer peer, Operation operation, long sequence)
            throws IOException {
        if (operation instanceof Operation.Sync(var file, boolean dataOnly)) {
            sync(peer, applier.file(file).orElse(FileId.root(0)), dataOnly, sequence);
        } else {
            Signal answer = applier.apply(operation, sequence);
            if (answer != null) {
                peer.answer(answer);
            }
        }
    }

    private void sync(Peer peer, FileId own, boolean dataOnly, long sequence) {
        answerLater(
                peer,
                () -> {
                    tree.sync(own, dataOnly);
                    return new Signal.SyncDone(sequence, 0);
                },
                // A file whose last name went away meanwhile has nothing to keep.
                broken ->
                        new Signal.SyncDone(
                                sequence, broken instanceof NoSuchFileException ? 0 : 5));
    }

    /** A disk act with an answer. */
    private interface Act {
        Signal run() throws IOException;
    }

    private void answerLater(Peer peer, Act act, Function<IOException, Signal> otherwise) {
        later(
                () -> {
                    try {
                        peer.answer(act.run());
                    } catch (IOException broken) {
                        peer.answer(otherwise.apply(broken));
                    }
                });
    }

    /** A disk act beside the applying thread; void when the process ends just now. */
    void later(Runnable act) {
        try {
            slow.execute(act);
        } catch (RejectedExecutionException over) {
            Check.that(closed.getAsBoolean(), "disk acts are refused at the end only");
        }
    }
}
