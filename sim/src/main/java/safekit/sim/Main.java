package safekit.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import safekit.core.mirror.SafetyRule;

/**
 * The {@code sim} command: {@code --seeds N}, {@code --from S}, {@code --seed S} (one seed with its
 * trace), {@code --without RULE}, {@code --first} (stop at the first violation), {@code --hash}.
 */
public final class Main {
    private Main() {}

    /** Exit code 0 when every seed held, 1 when one did not, 2 for wrong arguments. */
    public static void main(String[] arguments) {
        long seeds = 1000;
        long from = 1;
        boolean one = false;
        boolean first = false;
        boolean hash = false;
        List<SafetyRule> removed = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--seeds" -> seeds = Long.parseLong(arguments[++i]);
                case "--from" -> from = Long.parseLong(arguments[++i]);
                case "--seed" -> {
                    from = Long.parseLong(arguments[++i]);
                    one = true;
                }
                case "--without" -> removed.add(SafetyRule.valueOf(arguments[++i]));
                case "--first" -> first = true;
                case "--hash" -> hash = true;
                default -> {
                    System.err.println("sim: unknown argument " + arguments[i]);
                    System.exit(2);
                }
            }
        }
        System.exit(one ? replay(from, removed, hash) : many(from, seeds, removed, first));
    }

    private static int replay(long seed, List<SafetyRule> removed, boolean hash) {
        var result = Simulation.run(seed, SimulationOptions.without(!hash, removed));
        System.out.print(result.trace());
        System.out.println("seed " + seed + " trace hash " + Long.toHexString(result.traceHash()));
        System.out.println(result.violation().isEmpty() ? "held" : result.violation());
        return result.violation().isEmpty() ? 0 : 1;
    }

    private static int many(long from, long seeds, List<SafetyRule> removed, boolean first) {
        Map<String, Integer> kinds = new TreeMap<>();
        Map<String, Long> examples = new TreeMap<>();
        long begun = System.nanoTime();
        long done = 0;
        long acknowledged = 0;
        long diverged = 0;
        for (long seed = from; seed < from + seeds; seed++) {
            var result = Simulation.run(seed, SimulationOptions.without(false, removed));
            done++;
            acknowledged += result.acknowledged();
            diverged += result.diverged() ? 1 : 0;
            if (!result.violation().isEmpty()) {
                String kind = result.violation().replaceAll("[0-9a-f]{4}|\\d+", "#");
                kind = kind.substring(0, Math.min(90, kind.length()));
                kinds.merge(kind, 1, Integer::sum);
                examples.putIfAbsent(kind, seed);
                if (first) {
                    break;
                }
            }
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf(
                "%d seeds, %d acknowledged writes, %d ended diverged (allowed), %.1f s,"
                        + " %.0f seeds per second and core%n",
                done, acknowledged, diverged, seconds, done / coreSeconds());
        kinds.forEach(
                (kind, count) ->
                        System.out.printf(
                                "%d x %s (replay: make sim SEED=%d)%n",
                                count, kind, examples.get(kind)));
        return kinds.isEmpty() ? 0 : 1;
    }

    /** Processor time of this process, which other load on the machine does not stretch. */
    private static double coreSeconds() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(used -> used.toNanos() / 1e9)
                .orElse(Double.NaN);
    }
}
