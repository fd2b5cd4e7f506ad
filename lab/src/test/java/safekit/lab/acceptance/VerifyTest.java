package safekit.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import safekit.lab.host.Outcome;
import safekit.lab.product.NotesModule;

/** {@code rfsverify} and {@code rfsdiff} (spec 04 section 10). */
class VerifyTest extends OnTwoNodes {
    VerifyTest() {
        super(NotesModule.quick());
    }

    /** The fence of the secondary is read-only: a mount without it shows what lies below. */
    private static final String BELOW =
            "unshare -m sh -c 'umount replicated && printf XYZXYZXY | dd of=replicated/victim bs=1"
                    + " seek=70000 conv=notrunc,fsync status=none && touch -r mark"
                    + " replicated/victim'";

    @Test
    void equal_nodes_are_equal_under_load_and_a_byte_changed_below_the_fence_is_found() {
        pair.firstAlone();
        node1.sh("mkdir -p replicated/d && head -c 200K /dev/urandom > replicated/victim")
                .orThrow();
        assertThat(node1.attempt("rfsdiff").out()).contains("Estimated synchronization");
        assertThat(node1.attempt("rfsverify").err()).contains("this works on SECOND");
        node2.start().becomes("SECOND Ready");
        node1.becomes("PRIM Ready");
        node1.sh(
                        "(for i in $(seq 500); do date > replicated/d/f$i; rm -f replicated/d/f$((i-9));"
                                + " done) >/dev/null 2>&1 &")
                .orThrow();
        assertThat(node2.attempt("rfsverify"))
                .returns(0, Outcome::exit)
                .satisfies(outcome -> assertThat(outcome.out()).contains("files: equal"));

        node2.sh("touch -r replicated/victim mark && " + BELOW).orThrow();
        Outcome found = node2.attempt("rfsverify");
        assertThat(found.exit()).as(found.out() + found.err()).isEqualTo(2);
        assertThat(found.out()).contains("/victim: content from byte 65536 on");
        assertThat(found.out()).contains("1 differences");
        assertThat(node1.attempt("rfsdiff").err()).contains("this works on ALONE");
    }
}
