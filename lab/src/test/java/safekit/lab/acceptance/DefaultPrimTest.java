package safekit.lab.acceptance;

import org.junit.jupiter.api.Test;
import safekit.lab.product.NotesModule;

/** Who is primary when the second node comes back: S12 and S13. */
class DefaultPrimTest extends OnTwoNodes {
    DefaultPrimTest() {
        super(NotesModule.quick());
    }

    @Test
    void S12_without_defaultprim_the_newcomer_is_secondary_until_a_swap() {
        newcomerIsSecondaryUntilSwap(NotesModule.quick().withDefaultprim(""));
    }

    @Test
    void S12_so_it_is_with_defaultprim_alone() {
        newcomerIsSecondaryUntilSwap(NotesModule.quick().withDefaultprim("alone"));
    }

    private void newcomerIsSecondaryUntilSwap(NotesModule module) {
        configured(module);
        secondAlone();
        node1.start();
        node1.becomes("SECOND Ready");
        node2.becomes("PRIM Ready");

        pair.mark();
        node1.swap();
        node1.becomes("PRIM Ready").logged(START_PRIM);
        node2.becomes("SECOND Ready").logged(STOP_PRIM);
    }

    @Test
    void S13_the_defaultprim_takes_the_application_back_after_reintegration() {
        configured(NotesModule.quick().withDefaultprim("node1"));
        secondAlone();
        node1.start();
        node1.becomes("PRIM Ready").logged("Local state SECOND Transient");
        node2.becomes("SECOND Ready").logged("Transition SWAP from defaultprim", "Begin of Swap");
    }

    private void configured(NotesModule module) {
        pair.bothStopped();
        pair.configure(module);
    }

    private void secondAlone() {
        pair.paired();
        node1.stop().becomes("STOP NotReady");
        node2.becomes("ALONE Ready");
        pair.mark();
    }
}
