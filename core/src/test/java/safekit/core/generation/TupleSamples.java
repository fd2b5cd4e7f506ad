package safekit.core.generation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Tuples for tests of formats. */
public final class TupleSamples {
    private TupleSamples() {}

    /** Any legal tuple. */
    public static Tuple random(Random random) {
        return new Tuple(
                random.nextLong(),
                random.nextLong(),
                longs(random, random.nextInt(Tuple.OFFERED_MAX + 1)),
                longs(random, random.nextInt(Tuple.HISTORY_MAX + 1)),
                one(random, Standing.values()),
                random.nextBoolean(),
                random.nextBoolean(),
                new Logs(
                        ints(random, random.nextInt(TupleCodec.LOGS_MAX + 1)),
                        ints(random, random.nextInt(TupleCodec.LOGS_MAX + 1)),
                        ints(random, random.nextInt(Tuple.LOGS_MAX + 1))),
                one(random, PairRole.values()),
                one(random, PairRole.values()),
                "n".repeat(random.nextInt(TupleCodec.NAME_MAX - 1)) + "\u00e9",
                random.nextLong(),
                random.nextLong(),
                new Boot(random.nextLong(), random.nextLong()),
                new SyncPolicy(
                        one(random, SyncPolicy.Kind.values()),
                        "u".repeat(random.nextInt(SyncPolicy.UID_MAX + 1)),
                        one(random, SyncPolicy.Stage.values()),
                        random.nextBoolean(),
                        random.nextLong()));
    }

    /** The longest legal one. */
    public static Tuple longest() {
        var random = new Random(1);
        return new Tuple(
                1,
                2,
                longs(random, Tuple.OFFERED_MAX),
                longs(random, Tuple.HISTORY_MAX),
                Standing.SOLE,
                true,
                true,
                new Logs(
                        ints(random, TupleCodec.LOGS_MAX),
                        ints(random, TupleCodec.LOGS_MAX),
                        ints(random, Tuple.LOGS_MAX)),
                PairRole.PRIM,
                PairRole.PRIM,
                "n".repeat(TupleCodec.NAME_MAX),
                3,
                4,
                new Boot(5, 6),
                new SyncPolicy(
                        SyncPolicy.Kind.PRIM,
                        "u".repeat(SyncPolicy.UID_MAX),
                        SyncPolicy.Stage.LOST,
                        true,
                        7));
    }

    /** Always the same one, for golden bytes. */
    public static Tuple golden() {
        return new Tuple(
                0x1111111111111111L,
                0x2222222222222222L,
                List.of(0x3333333333333333L),
                List.of(0x44L, 0x55L),
                Standing.SHARED,
                true,
                false,
                new Logs(List.of(7, 8), List.of(9), List.of(10)),
                PairRole.PRIM,
                PairRole.SECOND,
                "node2",
                0x66L,
                0x77L,
                new Boot(0x88L, 0x99L),
                new SyncPolicy(SyncPolicy.Kind.PRIM, "uid", SyncPolicy.Stage.READY, true, 0xaaL));
    }

    static <E> E one(Random random, E[] values) {
        return values[random.nextInt(values.length)];
    }

    private static List<Long> longs(Random random, int count) {
        var all = new ArrayList<Long>();
        for (int i = 0; i < count; i++) {
            all.add(random.nextLong());
        }
        return all;
    }

    private static List<Integer> ints(Random random, int count) {
        var all = new ArrayList<Integer>();
        for (int i = 0; i < count; i++) {
            all.add(random.nextInt());
        }
        return all;
    }
}
