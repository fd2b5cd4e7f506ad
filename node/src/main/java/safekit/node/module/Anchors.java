package safekit.node.module;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import safekit.core.generation.Tuple;
import safekit.linux.file.LowerTree;
import safekit.linux.sys.Attributes;
import safekit.linux.sys.Memory;
import safekit.linux.sys.Scratch;

/**
 * The numbers in an extended attribute of each replicated root that tell our data from a restored
 * snapshot or another volume (docs/generations.md section 2). Two numbers: the attribute is written
 * before the tuple, so between the two the tuple still has the number before.
 */
final class Anchors {
    private static final byte[] NAME =
            "trusted.safekit.anchor".getBytes(StandardCharsets.US_ASCII);
    private static final int BYTES = 16;

    private Anchors() {}

    /** Stores both in each root. */
    static void write(List<LowerTree> trees, long anchor, long previous) throws IOException {
        byte[] value =
                ByteBuffer.allocate(BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(anchor)
                        .putLong(previous)
                        .array();
        for (LowerTree tree : trees) {
            Scratch scratch = Scratch.mine();
            Memory.put(scratch.value(), value);
            int result =
                    Attributes.setExtended(
                            scratch.descriptorPath(tree.descriptor()),
                            scratch.secondPath(NAME),
                            scratch.value(),
                            BYTES,
                            0);
            if (result < 0) {
                throw new IOException("the anchor cannot be stored: errno " + -result);
            }
        }
    }

    /** Whether each root carries this tuple's anchor; a module never paired has none to carry. */
    static boolean hold(List<LowerTree> trees, Tuple tuple) {
        if (tuple.anchor() == 0) {
            return true;
        }
        return trees.stream().allMatch(tree -> holds(tree, tuple.anchor()));
    }

    private static boolean holds(LowerTree tree, long anchor) {
        Scratch scratch = Scratch.mine();
        long value = scratch.value();
        int length =
                Attributes.extended(
                        scratch.descriptorPath(tree.descriptor()),
                        scratch.secondPath(NAME),
                        value,
                        BYTES);
        return length == BYTES
                && (Memory.longAt(value) == anchor || Memory.longAt(value + 8) == anchor);
    }
}
