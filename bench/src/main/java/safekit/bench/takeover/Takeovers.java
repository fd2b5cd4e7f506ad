package safekit.bench.takeover;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;
import safekit.bench.figures.Figure;
import safekit.bench.figures.Report;
import safekit.lab.product.Node;
import safekit.lab.product.Pair;

/** Brings a takeover about in each way, in turns, and measures it. */
public final class Takeovers {
    /** A failure comes at any moment between two of these. */
    private static final Duration PULSE = Duration.ofMillis(200);

    /** What makes the other node primary. */
    public enum Cause {
        /** `safekit stop` of the primary. */
        STOP,
        /** kill -9 of the primary's module process. */
        CRASH,
        /** The primary's host loses power. */
        POWER_OFF,
        /** `safekit swap`. */
        SWAP
    }

    private final Pair pair;
    private final Duration timeout;
    private final Random random;
    private final Map<Cause, List<Takeover>> measured = new EnumMap<>(Cause.class);

    /** For a pair that was never started; the timeout is the configured one of its heartbeats. */
    public Takeovers(Pair pair, Duration timeout, Random random) {
        this.pair = pair;
        this.timeout = timeout;
        this.random = random;
        pair.nodes().forEach(ScriptTimes::installOn);
    }

    /** How the client asks, in words. */
    public static String method() {
        return "the client asks every %d ms and gives a request up after %d ms"
                .formatted(Prober.PERIOD.toMillis(), Prober.PATIENCE.toMillis());
    }

    /** One of each cause; the pair is PRIM and SECOND, and is again afterwards. */
    public void round() {
        for (Cause cause : Cause.values()) {
            boolean first = pair.node1().state().equals("PRIM Ready");
            Node primary = first ? pair.node1() : pair.node2();
            Node other = first ? pair.node2() : pair.node1();
            Takeover takeover = measure(cause, primary, other);
            measured.computeIfAbsent(cause, _ -> new ArrayList<>()).add(takeover);
            repair(cause, primary);
            pair.converges();
        }
    }

    public void report(Report report) {
        measured.forEach(
                (cause, all) -> {
                    String name = cause.name().toLowerCase(Locale.ROOT);
                    report.add(
                            Figure.median(
                                    name + "_outage",
                                    "ms",
                                    each(all, Takeover::outage),
                                    each(all, Takeover::scripts)));
                    report.add(
                            Figure.median(
                                    name + "_before_start_prim",
                                    "ms",
                                    each(all, Takeover::beforeStart),
                                    List.of()));
                });
        List<Takeover> all = measured.values().stream().flatMap(List::stream).toList();
        report.add(Figure.median("resolution", "ms", each(all, Takeover::resolution), List.of()));
    }

    private static List<Double> each(List<Takeover> all, Function<Takeover, Double> value) {
        return all.stream().map(value).toList();
    }

    private Takeover measure(Cause cause, Node primary, Node other) {
        var primaryScripts = new ScriptTimes(primary);
        var otherScripts = new ScriptTimes(other);
        try (var prober = new Prober(pair.lab().client().network(), pair.service())) {
            prober.awaitAnswer();
            LockSupport.parkNanos(random.nextLong(PULSE.toNanos()));
            long begin = strike(cause, primary);
            ScriptTimes.Run start = otherScripts.awaitFirst(ScriptTimes.START, begin);
            prober.awaitAnswer();
            // Those of a host without power are forgotten, those after a crash run beside ours.
            boolean planned = cause == Cause.STOP || cause == Cause.SWAP;
            List<ScriptTimes.Run> stops =
                    planned ? primaryScripts.between(ScriptTimes.STOP, begin, start) : List.of();
            return takeover(cause, begin, stops, start, prober.answers().longestOutage());
        }
    }

    private Takeover takeover(
            Cause cause,
            long begin,
            List<ScriptTimes.Run> stops,
            ScriptTimes.Run start,
            Answers.Outage outage) {
        double allowed = cause == Cause.POWER_OFF ? timeout.toMillis() : 0;
        long from =
                switch (cause) {
                    case STOP, SWAP -> stops.getLast().endNanos();
                    case CRASH -> begin;
                    case POWER_OFF -> outage.lastNanos();
                };
        return new Takeover(
                Moment.millis(outage.lastNanos(), outage.firstNanos()) - allowed,
                Stream.concat(stops.stream(), Stream.of(start))
                        .mapToDouble(ScriptTimes.Run::millis)
                        .sum(),
                Moment.millis(from, start.beginNanos()) - allowed,
                Moment.millis(0, outage.resolutionNanos()));
    }

    /** Makes it happen; returns a moment just before it did. */
    private static long strike(Cause cause, Node primary) {
        if (cause == Cause.CRASH) {
            String kill = "date +%s%N && kill -KILL " + primary.moduleProcess();
            return Long.parseLong(primary.sh(kill).orThrow().out().strip());
        }
        long begin = Moment.now();
        switch (cause) {
            case STOP -> primary.stop();
            case SWAP -> primary.swap();
            default -> primary.host().powerOff();
        }
        return begin;
    }

    /** What an administrator does next; a crashed module is restarted by its node. */
    private static void repair(Cause cause, Node primary) {
        switch (cause) {
            case STOP -> primary.start();
            case POWER_OFF -> {
                primary.boot();
                primary.start();
            }
            case CRASH, SWAP -> {}
        }
    }
}
