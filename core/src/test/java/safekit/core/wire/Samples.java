package safekit.core.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import safekit.core.bytes.Bytes;
import safekit.core.generation.Tuple;
import safekit.core.generation.TupleSamples;
import safekit.core.mirror.Beat;
import safekit.core.mirror.Control;
import safekit.core.mirror.Phase;
import safekit.core.mirror.Verb;
import safekit.core.replication.Attributes;
import safekit.core.replication.Digests;
import safekit.core.replication.Entry;
import safekit.core.replication.FileId;
import safekit.core.replication.Moment;
import safekit.core.replication.Name;
import safekit.core.replication.Operation;

/** Messages for tests of formats. */
final class Samples {
    static final Identity NODE0 = new Identity(0xC1C1L, 3, Header.nameOf("AM"), 0, 2);
    static final Identity NODE1 = new Identity(0xC1C1L, 3, Header.nameOf("AM"), 1, 2);
    static final int OPERATIONS = 25;
    static final int CONTROLS = 7;
    static final int SIGNALS = 9;

    private Samples() {}

    /**
     * Not random at all: for golden bytes, which must stay when a constant is appended to an enum.
     */
    static Random golden() {
        return new Random() {
            private static final long serialVersionUID = 1;
            private int calls;

            @Override
            public int nextInt() {
                return ++calls;
            }

            @Override
            public int nextInt(int bound) {
                return bound > 1 ? 1 : 0;
            }

            @Override
            public long nextLong() {
                return 0x1000L * ++calls;
            }

            @Override
            public boolean nextBoolean() {
                return ++calls % 2 == 0;
            }

            @Override
            public void nextBytes(byte[] bytes) {
                java.util.Arrays.fill(bytes, (byte) ++calls);
            }
        };
    }

    static Beat beat(Random random, int node, long incarnation, Tuple tuple) {
        return new Beat(
                node,
                incarnation,
                random.nextLong(),
                random.nextLong(),
                one(random, Phase.values()),
                DisplayCodes.all().get(random.nextInt(DisplayCodes.all().size())),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextLong(),
                tuple,
                random.nextLong(),
                one(random, Verb.values()),
                random.nextLong(),
                random.nextLong());
    }

    static Beat beat(Random random) {
        return beat(random, 0, random.nextInt(3), TupleSamples.random(random));
    }

    static Control control(Random random, int which) {
        long session = random.nextLong();
        return switch (which) {
            case 0 -> new Control.Join(beat(random));
            case 1 -> new Control.Begin(session, beat(random));
            case 2 -> new Control.Begun(session, TupleSamples.random(random));
            case 3 -> new Control.Shared(session, TupleSamples.random(random));
            case 4 -> new Control.Held(session);
            case 5 -> new Control.Granted(session);
            default -> new Control.Pulse(beat(random));
        };
    }

    static Signal signal(Random random, int which) {
        long number = random.nextLong() >>> 1;
        return switch (which) {
            case 0 -> new Signal.Checkpoint(number, random.nextLong() >>> 1);
            case 1 -> new Signal.CheckpointDone(number);
            case 2 -> new Signal.Retire(number);
            case 3 -> new Signal.SyncDone(number, random.nextInt());
            case 4 -> {
                int blocks = 8 * random.nextInt(20);
                yield new Signal.Differences(number, blocks, bytes(random, blocks / 8));
            }
            case 5 ->
                    new Signal.ExtentsPart(
                            one(random, Signal.ExtentsPart.Which.values()),
                            random.nextInt(99),
                            random.nextBoolean(),
                            bytes(random, random.nextInt(200)));
            case 6 -> new Signal.Goodbye(one(random, Signal.Goodbye.Why.values()), "w\u00f6rds");
            case 7 -> new Signal.Verify(number);
            default ->
                    new Signal.Verified(
                            number, random.nextLong() >>> 1, random.nextLong() >>> 1, "w\u00f6rds");
        };
    }

    static Operation operation(Random random, int which) {
        return switch (which) {
            case 0 ->
                    new Operation.Write(
                            file(random),
                            size(random),
                            moment(random),
                            random.nextBoolean(),
                            data(random));
            case 1 ->
                    new Operation.Truncate(
                            file(random), size(random), moment(random), random.nextBoolean());
            case 2 ->
                    new Operation.Create(
                            file(random),
                            name(random),
                            moment(random),
                            file(random),
                            attributes(random),
                            random.nextLong(),
                            bytes(random, random.nextInt(50)));
            case 3 -> new Operation.CreateUnnamed(file(random), file(random), attributes(random));
            case 4 -> new Operation.Link(file(random), file(random), name(random), moment(random));
            case 5 -> new Operation.Unlink(file(random), name(random), moment(random));
            case 6 -> new Operation.RemoveDirectory(file(random), name(random), moment(random));
            case 7 ->
                    new Operation.Rename(
                            entry(random),
                            entry(random),
                            one(random, Operation.Rename.How.values()),
                            moment(random));
            case 8 ->
                    new Operation.SetAttributes(
                            file(random),
                            random.nextInt(Operation.Mask.ALL + 1),
                            attributes(random),
                            moment(random));
            case 9 -> new Operation.Times(file(random), moment(random), moment(random));
            case 10 ->
                    new Operation.SetExtended(
                            file(random), bytes(random, 9), data(random), random.nextInt());
            case 11 -> new Operation.RemoveExtended(file(random), bytes(random, 9));
            default -> laterOperation(random, which);
        };
    }

    private static Operation laterOperation(Random random, int which) {
        return switch (which) {
            case 12 ->
                    new Operation.Allocate(
                            file(random),
                            random.nextInt(),
                            size(random),
                            size(random),
                            moment(random));
            case 13 -> new Operation.Sync(file(random), random.nextBoolean());
            case 14 -> new Operation.Introduce(file(random), entry(random));
            case 15 -> new Operation.Forget(file(random));
            case 16 -> new Operation.Copy(file(random), size(random), data(random));
            case 17 ->
                    new Operation.Compare(
                            file(random),
                            size(random),
                            size(random),
                            4096,
                            Digests.copyOf(random.longs(2L * random.nextInt(20)).toArray()));
            default -> copyOperation(random, which);
        };
    }

    private static Operation copyOperation(Random random, int which) {
        return switch (which) {
            case 18 -> listing(random);
            case 19 -> new Operation.Extended(file(random), extended(random));
            case 20 ->
                    new Operation.Whole(
                            file(random),
                            attributes(random),
                            moment(random),
                            extended(random),
                            data(random));
            case 21 ->
                    new Operation.WholeCompare(
                            file(random),
                            attributes(random),
                            moment(random),
                            extended(random),
                            size(random),
                            4096,
                            Digests.copyOf(random.longs(2L * random.nextInt(20)).toArray()));
            case 22 -> new Operation.Hole(file(random), size(random), size(random));
            case 23 ->
                    new Operation.VerifyNames(
                            file(random),
                            Optional.empty(),
                            Optional.of(name(random)),
                            random.nextBoolean(),
                            List.of(name(random), name(random)));
            default ->
                    new Operation.VerifyFile(
                            file(random),
                            Optional.of(name(random)),
                            random.nextBoolean(),
                            attributes(random),
                            random.nextInt(9),
                            size(random),
                            random.nextLong(),
                            data(random),
                            extended(random),
                            size(random),
                            4096,
                            Digests.copyOf(random.longs(2L * random.nextInt(20)).toArray()));
        };
    }

    private static List<Operation.ExtendedAttribute> extended(Random random) {
        return List.of(
                new Operation.ExtendedAttribute(bytes(random, 5), data(random)),
                new Operation.ExtendedAttribute(bytes(random, 6), Bytes.NONE));
    }

    private static Operation listing(Random random) {
        var entries = new ArrayList<Operation.Listed>();
        for (int i = random.nextInt(5); i > 0; i--) {
            entries.add(
                    new Operation.Listed(
                            name(random),
                            file(random),
                            attributes(random),
                            size(random),
                            random.nextLong()));
        }
        return new Operation.Listing(
                file(random), random.nextInt(99), random.nextBoolean(), entries);
    }

    static FileId file(Random random) {
        return new FileId(random.nextLong(), random.nextInt());
    }

    private static Entry entry(Random random) {
        return new Entry(file(random), name(random));
    }

    static Name name(Random random) {
        var bytes = new byte[1 + random.nextInt(Name.MAX)];
        for (int i = 0; i < bytes.length; i++) {
            int b = 1 + random.nextInt(255);
            bytes[i] = (byte) (b == '/' || b == '.' ? 'x' : b);
        }
        return Name.of(bytes);
    }

    private static Moment moment(Random random) {
        return new Moment(random.nextLong(), random.nextInt(Moment.NANOS));
    }

    private static Attributes attributes(Random random) {
        return new Attributes(
                random.nextInt(),
                random.nextInt(),
                random.nextInt(),
                moment(random),
                moment(random));
    }

    private static long size(Random random) {
        return random.nextLong() >>> 2;
    }

    private static Bytes data(Random random) {
        return bytes(random, random.nextInt(200));
    }

    static Bytes bytes(Random random, int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return Bytes.copyOf(bytes);
    }

    static <E> E one(Random random, E[] values) {
        return values[random.nextInt(values.length)];
    }
}
