package safekit.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static safekit.lab.acceptance.CommandLineTest.refuses;

import java.util.List;
import org.junit.jupiter.api.MethodOrderer.MethodName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import safekit.lab.host.Cut;
import safekit.lab.host.Outcome;
import safekit.lab.observe.Tree;
import safekit.lab.product.NotesModule;

/** After a split brain (M10a, M10b) the loser's versions can be looked at and restored. */
@TestMethodOrder(MethodName.class)
class QuarantineTest extends OnTwoNodes {
    private static final String BEGUN =
            "Changes of this server that the other one does not have go to quarantine <id>";
    private static final String ENDED =
            "Quarantine <id> holds <bytes> bytes of <files> files (safekit quarantine show <id>)";

    QuarantineTest() {
        super(NotesModule.quick());
    }

    @Test
    void M10b_what_the_loser_had_changed_is_restored_byte_for_byte() {
        splitBrain();
        assertThat(node1.attempt("quarantine", "list").out()).isEmpty();
        node2.sh("cp -a --sparse=always replicated losers").orThrow();
        pair.mark();
        pair.lab().heal();
        node2.logged("Split brain recovery: exiting alone", BEGUN, ENDED);
        pair.converges();
        pair.becomesEqual();
        assertThat(node2.sh("cat replicated/both").out()).isEqualTo("winner\n");

        String id = onlyQuarantine();
        assertThat(node1.attempt("quarantine", "list").out()).isEmpty();
        assertThat(node2.attempt("quarantine", "show", id).orThrow().out())
                .contains(node2.replicated() + "/both")
                .contains(node2.replicated() + "/tree/only on 2")
                .contains(node2.replicated() + "/large")
                .doesNotContain("untouched");
        assertThat(node2.sh("stat -c %a var/modules/notes/quarantine").out()).isEqualTo("700\n");

        Outcome restored = node2.attempt("quarantine", "restore", id, "restored").orThrow();
        assertThat(restored.out()).contains("restored 3 files of " + id);
        Tree losers = Tree.of(node2.host(), node2.host().disk() + "/losers");
        Tree kept = Tree.of(node2.host(), node2.host().disk() + "/restored" + node2.replicated());
        for (String file : List.of("both", "tree/only on 2", "large")) {
            assertThat(kept.entries().get(file)).isEqualTo(losers.entries().get(file));
        }
    }

    @Test
    void M10b_wrong_words_are_refused_and_a_purge_is_for_ever() {
        String id = onlyQuarantine();
        refuses(
                node2,
                "Error: there is no quarantine 'x' on this node; there are " + id + "\n",
                "quarantine",
                "show",
                "x");
        refuses(
                node2,
                "Error: %s/restored is not empty: nothing is written over files\n"
                        .formatted(node2.host().disk()),
                "quarantine",
                "restore",
                id,
                "restored");
        String inside = node2.replicated() + "";
        assertThat(node1.attempt("quarantine", "restore", id, inside + "/x").err())
                .isEqualTo("Error: there is no quarantine '%s' on this node\n".formatted(id));
        refuses(
                node2,
                "Error: this removes 1 quarantines for ever:"
                        + " safekit quarantine purge all yes -m notes\n",
                "quarantine",
                "purge",
                "all");
        assertThat(node2.attempt("quarantine", "purge", id).orThrow().out())
                .isEqualTo("purged " + id + "\n");
        assertThat(node2.attempt("quarantine", "list").out()).isEmpty();
        assertThat(node2.sh("ls var/modules/notes/quarantine").out()).isEmpty();
    }

    private String onlyQuarantine() {
        String list = node2.attempt("quarantine", "list").orThrow().out();
        assertThat(list.lines()).hasSize(1);
        return list.split(" ", -1)[0];
    }

    private void splitBrain() {
        pair.paired();
        node1.sh(
                        "cd replicated; mkdir tree; echo same > both; echo same > untouched;"
                                + " head -c 30M /dev/urandom > large")
                .orThrow();
        pair.becomesEqual();
        pair.lab().cut(Cut.between("node1", "node2"));
        pair.nodes().forEach(node -> node.becomes("ALONE Ready"));
        node1.sh("echo winner > replicated/both").orThrow();
        node2.sh(
                        "cd replicated; echo the loser > both; echo 2 > 'tree/only on 2'; chmod 600"
                                + " both; chown 12:13 both; dd if=/dev/urandom of=large bs=4k count=3"
                                + " seek=3000 conv=notrunc")
                .orThrow();
    }
}
