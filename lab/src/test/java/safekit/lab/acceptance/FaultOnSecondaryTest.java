package safekit.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import safekit.lab.product.Node;

/** Row SECOND of the matrix: each fault strikes the secondary, and its disk may be full too. */
class FaultOnSecondaryTest extends FaultMatrix {
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
                        (_, it) -> it.host().fillDisk(),
                        FaultOnSecondaryTest::triesAgain,
                        (_, it) -> it.host().freeDisk(),
                        HEARING));
        return all;
    }

    /** It says why it failed, and waits longer each time before it tries again. */
    private static void triesAgain(Node victim, Node peer) {
        goesOnAlone(victim, peer);
        victim.logged(
                "replication failed: <why>; tries again in 1 s",
                "replication failed: <why>; tries again in 2 s");
        assertThat(victim.resource("rfs.reintegre_failed")).isEqualTo("true");
    }
}
