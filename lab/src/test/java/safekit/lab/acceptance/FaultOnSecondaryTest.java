package safekit.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import safekit.lab.host.Await;
import safekit.lab.product.Node;

/** Row SECOND of the matrix: each fault strikes the secondary, and its disk may be full too. */
class FaultOnSecondaryTest extends FaultMatrix {
    private static final String JOINED = "ALONE: reintegration begins: <how they differ>";

    /** The pause after the first failure is over before the first join. */
    private static final List<Duration> PAUSES_BETWEEN_JOINS =
            List.of(TIMEOUT.dividedBy(4), TIMEOUT.dividedBy(2), TIMEOUT);

    private static final Duration JOINS = Duration.ofSeconds(60);

    @Override
    Node victim() {
        return node2;
    }

    @Override
    List<Fault> faults() {
        var all = new ArrayList<>(super.faults());
        all.add(
                new Fault(
                        "full_disk",
                        (_, it) -> {
                            it.host().fillDisk();
                            node1.sh("head -c 200K /dev/urandom >replicated/large").orThrow();
                        },
                        FaultOnSecondaryTest::triesAgain,
                        (_, it) -> it.host().freeDisk(),
                        HEARING));
        return all;
    }

    /**
     * It fails again and again, with pauses that double. The disk that is full holds its log too:
     * the joins are seen in the log of the primary, which notes one before the secondary can fail.
     */
    private static void triesAgain(Node victim, Node peer) {
        goesOnAlone(victim, peer);
        Await.until(
                victim.name() + " joined for each pause",
                JOINS,
                () -> peer.times(JOINED).size() > PAUSES_BETWEEN_JOINS.size());
        assertThat(victim.resource("rfs.reintegre_failed")).isEqualTo("true");
        List<LocalDateTime> joins = peer.times(JOINED);
        for (int at = 0; at < PAUSES_BETWEEN_JOINS.size(); at++) {
            assertThat(Duration.between(joins.get(at), joins.get(at + 1)))
                    .isGreaterThanOrEqualTo(PAUSES_BETWEEN_JOINS.get(at));
        }
    }
}
