package safekit.sim;

import java.util.List;
import safekit.core.generation.Tuple;
import safekit.core.mirror.Phase;
import safekit.core.mirror.Settings;

/** Two hosts, their network, the oracle, and the settings that this seed drew. */
final class World {
    private static final long MILLI = 1_000_000L;

    final long pulseNanos = 200 * MILLI;
    final long timeoutNanos = 1_200 * MILLI;

    final Agenda agenda = new Agenda();
    final Network network;
    final Oracle oracle;
    final Host[] hosts = new Host[2];
    final Draw hostDraw;

    /** 0 = none, 1 = one that only the host {@link #witnessSide} reaches during a cut. */
    final int witness;

    final int witnessSide;
    final boolean acknowledgeOnReceipt;
    final boolean encrypted;
    final boolean nobodyPreferred;

    private final List<DataRule> removedFromData;

    /** Whether administrators work on data and policies too. */
    final boolean administered;

    /** The faults are over: nothing is written but what the simulation wants. */
    boolean healed;

    private final StringBuilder trace;
    private final boolean tracing;
    private long traceHash = 1;

    World(Draw draw, SimulationOptions options) {
        tracing = options.trace();
        removedFromData = options.removedFromData();
        trace = new StringBuilder();
        network = new Network(agenda, draw.fork());
        hostDraw = draw.fork();
        oracle = new Oracle(this);
        witness = draw.oneIn(4) ? 1 : 0;
        witnessSide = draw.below(2);
        acknowledgeOnReceipt = draw.flip();
        encrypted = draw.oneIn(16);
        administered = options.removed().isEmpty() && removedFromData.isEmpty();
        var preferred =
                switch (draw.below(6)) {
                    case 0 -> Settings.Preferred.NODE;
                    case 1 -> Settings.Preferred.LAST_PRIM;
                    default -> Settings.Preferred.ALONE;
                };
        int preferredNode = draw.below(2);
        nobodyPreferred = preferred == Settings.Preferred.ALONE;
        for (int node = 0; node < 2; node++) {
            hosts[node] =
                    new Host(this, node, settings(node, preferred, preferredNode, options), draw);
        }
    }

    private Settings settings(
            int node, Settings.Preferred preferred, int preferredNode, SimulationOptions options) {
        return new Settings(
                node,
                "node" + (node + 1),
                "node" + (2 - node),
                pulseNanos,
                timeoutNanos,
                List.of(timeoutNanos, timeoutNanos),
                List.of("default", "flow"),
                true,
                acknowledgeOnReceipt,
                witness != 0,
                preferred,
                preferredNode,
                true,
                acknowledgeOnReceipt && preferredNode == 1,
                8 * pulseNanos,
                false,
                options.removed());
    }

    boolean obeys(DataRule rule) {
        return !removedFromData.contains(rule);
    }

    static Tuple noData() {
        return Tuple.empty(17);
    }

    Host peer(Host host) {
        return hosts[1 - host.index];
    }

    /** An operation that waits longer than this is given up (locktimeout). */
    long lockNanos() {
        return 600 * MILLI;
    }

    /** Two servers that hear each other must be one again within this. */
    long twoServersNanos() {
        return timeoutNanos + 2 * pulseNanos;
    }

    boolean witnessReached(Host host) {
        return !network.anyDirectionCut() || host.index == witnessSide;
    }

    boolean bothAlone() {
        return hosts[0].phase() == Phase.ALONE && hosts[1].phase() == Phase.ALONE;
    }

    void trace(String line) {
        traceHash = traceHash * 1_000_003 + line.hashCode();
        if (tracing) {
            trace.append(agenda.now() / MILLI).append(' ').append(line).append('\n');
        }
    }

    String traced() {
        return trace.toString();
    }

    long traceHash() {
        return traceHash;
    }
}
