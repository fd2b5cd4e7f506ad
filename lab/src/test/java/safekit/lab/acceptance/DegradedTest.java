package safekit.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import safekit.lab.host.SmallDisk;
import safekit.lab.product.NotesModule;

/**
 * S6 and S7: the primary can replicate no more, because the disk of its extent logs is full or gone
 * (docs/differences.md); the application goes on.
 */
class DegradedTest extends OnTwoNodes {
    private static final String DEGRADED = "Resource rfs.degraded set to up by nfsadmin";

    private static final String MORE_NAMES_THAN_THE_LOG_HAS_ROOM_FOR =
            "for i in $(seq 1500); do : >replicated/$(printf %0200d $i) || exit 1; done";

    /** What becomes of the disk that holds the extent logs of the primary. */
    enum Loss {
        FULL,
        GONE;

        void befalls(SmallDisk disk) {
            switch (this) {
                case FULL -> disk.fill();
                case GONE -> disk.fail();
            }
        }
    }

    DegradedTest() {
        super(NotesModule.quick());
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void S6_S7_a_primary_that_cannot_log_its_changes_goes_on_and_is_repaired_by_a_stop(Loss loss) {
        pair.bothStopped();
        var logs = node1.safevar().resolve("modules/" + NotesModule.NAME + "/extents");
        try (var disk = SmallDisk.over(node1.host(), logs, 4)) {
            pair.paired();
            try (var client = pair.client()) {
                client.awaitProgress(PROGRESS);
                loss.befalls(disk);
                node1.sh(MORE_NAMES_THAN_THE_LOG_HAS_ROOM_FOR).orThrow();
                node1.logged(DEGRADED, "Local state ALONE Ready");
                node2.logged(
                        "Action wait from failover rule degraded_server",
                        "Local state WAIT NotReady");
                client.awaitProgress(PROGRESS);
                assertThat(pair.verify(client).lost()).isEmpty();
            }
            assertThat(node1.attempt("state", "-v").out()).containsPattern("rfs.degraded +up");
            assertThat(node1.log().stream().filter(line -> line.contains(DEGRADED))).hasSize(1);
            node1.becomes("ALONE Ready")
                    .neverLogged("Script start_prim<any>")
                    .neverLogged("Script stop_prim<any>");
            node2.becomes("WAIT NotReady");
            assertThat(node2.resource("rfs.uptodate")).isEqualTo("down");
            node1.stop().becomes("STOP NotReady");
        }
        node1.mark().start();
        pair.converges();
        node1.logged("Action start called by root", "Local state PRIM Ready");
        node2.logged("Reintegration ended (full)", "Local state SECOND Ready");
        assertThat(node1.resource("rfs.degraded")).isEqualTo("down");
        node1.sh("rm replicated/0*").orThrow();
        pair.becomesEqual();
    }
}
