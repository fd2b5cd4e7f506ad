package safekit.node.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import safekit.core.generation.Tuple;
import safekit.core.generation.TupleSlots;
import safekit.node.disk.DurableFile;

/**
 * The durable tuple of a module (docs/generations.md section 2): two preallocated slots, written
 * alternately with O_DSYNC. One process at a time has it open; not thread-safe.
 */
public final class TupleFile implements AutoCloseable {
    private final FileChannel channel;
    private final String warning;
    private Tuple tuple;
    private long sequence;

    private TupleFile(FileChannel channel, TupleSlots.Newest newest) {
        this.channel = channel;
        tuple = newest.tuple();
        sequence = newest.sequence();
        warning = newest.warning();
    }

    /** Opens the file; creates it with this tuple when it does not exist. */
    public static TupleFile open(Path file, Tuple first) throws IOException {
        if (Files.notExists(file)) {
            DurableFile.writePrivately(file, TupleSlots.fresh(first));
        }
        TupleSlots.Newest newest = newest(file);
        return new TupleFile(
                FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.DSYNC), newest);
    }

    /**
     * As {@link #open(Path, Tuple)} for a module whose configuration replicates this set: after
     * another one no log says what differs between the nodes.
     */
    public static TupleFile open(Path file, long directories) throws IOException {
        TupleFile opened = open(file, Tuple.empty(directories));
        if (opened.tuple().directories() != directories) {
            opened.write(opened.tuple().configured(directories));
        }
        return opened;
    }

    private static TupleSlots.Newest newest(Path file) throws IOException {
        byte[] both = Arrays.copyOf(Files.readAllBytes(file), 2 * TupleSlots.SLOT);
        byte[] slot0 = Arrays.copyOfRange(both, 0, TupleSlots.SLOT);
        byte[] slot1 = Arrays.copyOfRange(both, TupleSlots.SLOT, 2 * TupleSlots.SLOT);
        return switch (TupleSlots.choose(slot0, slot1)) {
            case TupleSlots.Newest found -> found;
            case TupleSlots.Unusable(String sentence) ->
                    throw new IOException(
                            "%s: what this node knows of its data cannot be trusted (%s)"
                                    .formatted(file, sentence));
        };
    }

    /** The newest tuple that is on the disk. */
    public Tuple tuple() {
        return tuple;
    }

    /** What is wrong with the other slot, empty when nothing. */
    public String warning() {
        return warning;
    }

    /** Returns when the tuple is on the disk. After an error nothing may rest on this process. */
    public void write(Tuple next) throws IOException {
        long number = sequence + 1;
        var slot = ByteBuffer.wrap(TupleSlots.encode(number, next));
        int at = TupleSlots.offset(number);
        while (slot.hasRemaining()) {
            channel.write(slot, at + slot.position());
        }
        sequence = number;
        tuple = next;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
