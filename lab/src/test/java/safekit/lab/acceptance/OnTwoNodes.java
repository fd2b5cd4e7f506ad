package safekit.lab.acceptance;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import safekit.lab.product.Node;
import safekit.lab.product.NotesModule;
import safekit.lab.product.Pair;

/**
 * The stage of the acceptance tests of spec 07b: one pair per class, brought into a known state by
 * the first line of each test. They need `target/safekit` and root: `make lab`. A failure shows
 * states and logs of both nodes.
 */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OnTwoNodes {
    static final Duration PROGRESS = Duration.ofSeconds(30);
    static final String START_PRIM = "Script start_prim > userlog_<date>_start_prim.ulog";
    static final String STOP_PRIM = "Script stop_prim > userlog_<date>_stop_prim.ulog";
    static final String DATA_OLD =
            "Data may be not uptodate for replicated directories"
                    + " (wait for the start of the remote server)";
    static final String HINT_PRIM =
            "If you are sure that this server has valid data, run safekit stop,"
                    + " then safekit prim to force start as primary";
    static final String DEFAULT_DOWN = "Resource heartbeat.default set to down by heart";
    static final String FLOW_DOWN = "Resource heartbeat.flow set to down by heart";
    static final String PEER_UNKNOWN = "Remote state UNKNOWN Unknown";
    static final String NO_HEARTBEAT = "Action alone called by heart: no heartbeat";

    Pair pair;
    Node node1;
    Node node2;

    @RegisterExtension
    final AfterTestExecutionCallback report =
            context ->
                    context.getExecutionException()
                            .ifPresent(_ -> failed(context.getDisplayName()));

    private final NotesModule module;
    private boolean failed;

    OnTwoNodes(NotesModule module) {
        this.module = module;
    }

    @BeforeAll
    void open() {
        pair = Pair.open(module);
        node1 = pair.node1();
        node2 = pair.node2();
    }

    private void failed(String test) {
        failed = true;
        System.err.println(test + "\n" + pair.describe());
    }

    /** Another pair if a test failed: what it left behind is no matter of the next one. */
    void freshAfterFailure() {
        if (failed) {
            failed = false;
            close();
            open();
        }
    }

    @AfterAll
    void close() {
        if (pair != null) {
            pair.close();
        }
    }
}
