package safekit.core.wire;

import safekit.core.bytes.Bytes;
import safekit.core.bytes.Reader;
import safekit.core.bytes.Refused;
import safekit.core.bytes.Writer;

/** A {@link Signal} as the payload of its frame (docs/protocol/stream.md). */
public final class SignalCodec {
    /** Bytes of content in one {@link Signal.ExtentsPart}. */
    public static final int PART_MAX = 1 << 20;

    /** Bytes of the sentence of a {@link Signal.Goodbye}. */
    public static final int SENTENCE_MAX = 512;

    private SignalCodec() {}

    /** Writes it. */
    public static void write(Writer out, Signal signal) {
        switch (signal) {
            case Signal.Checkpoint(long number, long after) -> out.u64(number).u64(after);
            case Signal.CheckpointDone(long number) -> out.u64(number);
            case Signal.Retire(long number) -> out.u64(number);
            case Signal.SyncDone(long sequence, int error) -> out.u64(sequence).i32(error);
            case Signal.Differences(long sequence, int blocks, var differing) ->
                    out.u64(sequence).u16(blocks).raw(differing.toArray());
            case Signal.Verify(long number) -> out.u64(number);
            case Signal.Verified(long number, long files, long bytes, var problem) ->
                    out.u64(number).u64(files).u64(bytes).text(problem, SENTENCE_MAX);
            case Signal.ExtentsPart(var which, int part, boolean last, var content) ->
                    out.code(which).i32(part).flag(last).bytes32(content.toArray(), PART_MAX);
            case Signal.Goodbye(var why, var sentence) ->
                    out.code(why).text(sentence, SENTENCE_MAX);
        }
    }

    /** Reads the payload of a frame of this type, to the end of the reader. */
    public static Signal read(FrameType type, Reader in) throws Refused {
        Signal signal =
                switch (type) {
                    case CHECKPOINT ->
                            new Signal.Checkpoint(number(in), in.positive64("last operation"));
                    case CHECKPOINT_DONE -> new Signal.CheckpointDone(number(in));
                    case RETIRE -> new Signal.Retire(number(in));
                    case SYNC_DONE ->
                            new Signal.SyncDone(in.positive64("operation"), in.i32("error"));
                    case DIFFERENCES -> differences(in);
                    case EXTENTS ->
                            new Signal.ExtentsPart(
                                    in.oneOf("extents", Signal.ExtentsPart.Which.values()),
                                    in.count32("part", Integer.MAX_VALUE),
                                    in.flag("last"),
                                    Bytes.copyOf(in.bytes32("content", PART_MAX)));
                    case VERIFY -> new Signal.Verify(in.positive64("question"));
                    case VERIFIED ->
                            new Signal.Verified(
                                    in.positive64("question"),
                                    in.positive64("files"),
                                    in.positive64("bytes"),
                                    in.text("problem", SENTENCE_MAX));
                    case GOODBYE ->
                            new Signal.Goodbye(
                                    in.oneOf("goodbye", Signal.Goodbye.Why.values()),
                                    in.text("sentence", SENTENCE_MAX));
                    case NONE, HELLO, CONTROL, OPERATIONS, ACK ->
                            throw in.malformed("frame type", "" + type, "a signal");
                };
        in.end("signal " + type);
        return signal;
    }

    private static Signal differences(Reader in) throws Refused {
        long sequence = in.positive64("operation");
        int blocks = in.u16("blocks");
        if (blocks > Limits.DIGESTS) {
            throw in.malformed("blocks", "" + blocks, "at most " + Limits.DIGESTS);
        }
        byte[] bits = in.exactly("differing blocks", (blocks + 7) / 8);
        if (blocks % 8 != 0 && (bits[bits.length - 1] & 0xff) >>> (blocks % 8) != 0) {
            throw in.malformed("differing blocks", "a bit beyond the last block", "0");
        }
        return new Signal.Differences(sequence, blocks, Bytes.copyOf(bits));
    }

    private static long number(Reader in) throws Refused {
        return in.positive64("checkpoint");
    }
}
