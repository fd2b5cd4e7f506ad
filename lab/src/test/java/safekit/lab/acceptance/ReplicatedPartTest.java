package safekit.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import safekit.lab.host.Outcome;
import safekit.lab.product.Node;
import safekit.lab.product.NotesModule;

/** What is replicated and when (spec 04 sections 2 and 3): tocheck, notreplicated, scripts. */
class ReplicatedPartTest extends OnTwoNodes {
    private static final String FILE = "safekit/modules/notes/conf/userconfig.xml";
    private static final NotesModule MODULE = NotesModule.quick();

    ReplicatedPartTest() {
        super(MODULE);
    }

    /** Writes these children into {@code <replicated>}; the module is stopped. */
    private static void edit(Node node, String attributes, String children) {
        String open = "s#<rfs #<rfs " + attributes + " #";
        String inside = "s#mode=\"read_only\"/>#mode=\"read_only\">" + children + "</replicated>#";
        node.sh("sed -i -e '%s' -e '%s' %s".formatted(open, inside, FILE)).orThrow();
    }

    private void configured(String attributes, String children) {
        pair.configure(MODULE);
        for (Node node : pair.nodes()) {
            edit(node, attributes, children);
            node.order("config");
        }
    }

    private void started() {
        pair.nodes().forEach(Node::start);
        pair.converges();
        if (node2.state().equals("PRIM Ready")) {
            node2.swap();
            node1.becomes("PRIM Ready");
            node2.becomes("SECOND Ready");
        }
        pair.mark();
    }

    @Test
    void an_excluded_name_stays_on_its_node() {
        pair.paired();
        pair.bothStopped();
        configured("", "<notreplicated regexpath=\".*\\\\.tmp$\"/><notreplicated path=\"own\"/>");
        started();
        node1.sh("cd replicated && echo 1 > a.tmp && echo 1 > a && mkdir -p own && echo 1 > own/f")
                .orThrow();
        assertThat(node2.sh("cd replicated && ls").out()).contains("a\n").doesNotContain("tmp");
        node1.swap();
        node2.becomes("PRIM Ready");
        node1.becomes("SECOND Ready");
        assertThat(node2.sh("cd replicated && ls").out()).doesNotContain("own");
        node2.sh("cd replicated && echo 2 > b.tmp && mv b.tmp b && echo 22 > b.tmp").orThrow();
        assertThat(node1.sh("cat replicated/b replicated/a.tmp replicated/own/f").out())
                .isEqualTo("2\n1\n1\n");
        node1.stop().becomes("STOP NotReady");
        node2.becomes("ALONE Ready");
        node2.sh("cd replicated && echo 3 > c && rm a").orThrow();
        node1.start().becomes("SECOND Ready");
        assertThat(node1.sh("cd replicated && cat a.tmp own/f c; ls").out())
                .startsWith("1\n1\n3\n")
                .doesNotContain("b.tmp");
        node1.order("stop").becomes("STOP NotReady");
        node1.order("second", "fullsync").becomes("SECOND Ready");
        assertThat(node1.sh("cd replicated && cat a.tmp own/f c; ls").out())
                .startsWith("1\n1\n3\n")
                .doesNotContain("b.tmp");
        pair.bothStopped();
        pair.configure(MODULE);
    }

    @Test
    void a_wrong_expression_is_refused_where_it_stands() {
        pair.paired();
        pair.bothStopped();
        edit(node1, "", "<notreplicated regexpath=\"a(b\"/>");
        Outcome refused = node1.attempt("config");
        assertThat(refused.exit()).isNotZero();
        assertThat(refused.err())
                .contains("invalid value 'a(b' for the attribute regexpath of <notreplicated>")
                .containsPattern("userconfig\\.xml:\\d+:\\d+")
                .contains("found: Unmatched ( or \\(");
        pair.configure(MODULE);
    }

    @Test
    void nodes_with_different_exclusions_do_not_pair() {
        pair.firstAlone();
        node1.stop().becomes("STOP NotReady");
        edit(node2, "", "<notreplicated path=\"own\"/>");
        node2.order("config");
        node1.prim().becomes("ALONE Ready");
        for (String command : new String[] {"start", "second"}) {
            node2.mark();
            node2.attempt(command);
            node2.logged(
                            "The nodes replicate different directories, exclusions or access lists:"
                                    + " apply the same configuration on both")
                    .becomes("STOP NotReady");
        }
        node2.mark();
        node2.attempt("second", "fullsync");
        node2.logged("The nodes replicate different directories, <any>").becomes("STOP NotReady");
        pair.bothStopped();
        pair.configure(MODULE);
    }

    @Test
    void replication_does_not_start_without_what_must_exist() {
        pair.paired();
        node1.sh("touch replicated/mark").orThrow();
        pair.bothStopped();
        configured("", "<tocheck path=\"mark\"/><tocheck path=\"missing/mark\"/>");
        node1.start();
        node1.logged(
                        "Action start called by root",
                        "Replication does not start: "
                                + node1.replicated()
                                + "/missing/mark does not exist (tocheck)",
                        "Local state STOP NotReady")
                .becomes("STOP NotReady");
        node1.neverLogged(START_PRIM);
        configured("", "<tocheck path=\"mark\"/>");
        started();
        pair.bothStopped();
        pair.configure(MODULE);
    }

    @Test
    void everything_is_compared_and_told_when_the_policy_says_so() {
        pair.paired();
        node1.sh("echo 1 > replicated/open").orThrow();
        pair.bothStopped();
        configured("namespacepolicy=\"0\" reidetail=\"on\"", "");
        started();
        node2.stop().becomes("STOP NotReady");
        node1.becomes("ALONE Ready");
        node1.sh("echo 1 > replicated/new").orThrow();
        node2.sh("sleep 10 < replicated/open > /dev/null 2>&1 &").orThrow();
        node2.mark();
        node2.start().becomes("SECOND Ready");
        node2.logged(
                        "Process <pid> [ sleep ] has files open in "
                                + node2.replicated()
                                + ": what it writes is not replicated",
                        "Reintegration ended (full)")
                .loggedVerbosely("Copied data of " + node2.replicated() + "/new")
                .neverLogged("Copied data of " + node2.replicated() + "/open");
        pair.bothStopped();
        pair.configure(MODULE);
    }

    @Test
    void scripts_run_around_replication_and_reintegration() {
        pair.paired();
        pair.bothStopped();
        for (Node node : pair.nodes()) {
            for (String when : new String[] {"prestart", "poststop", "presync", "postsync"}) {
                node.sh(
                                "cd safekit/modules/notes/bin && printf '#!/bin/sh\\n"
                                        + "echo $SAFEMODULE\\n"
                                        + "'"
                                        + " > _rfs_%1$s && chmod +x _rfs_%1$s".formatted(when))
                        .orThrow();
            }
        }
        configured("scripts=\"on\"", "");
        pair.nodes().forEach(Node::start);
        pair.converges();
        Node primary = node1.state().equals("PRIM Ready") ? node1 : node2;
        Node secondary = primary == node1 ? node2 : node1;
        primary.logged(ran("prestart"), ran("_rfs_prestart"), START_PRIM);
        secondary.logged(
                "Script prestart<any>",
                ran("_rfs_prestart"),
                ran("_rfs_presync"),
                "Local state SECOND Transient",
                "Reintegration ended (<any>)",
                ran("_rfs_postsync"));
        secondary.stop().becomes("STOP NotReady");
        secondary.logged("Action stop called by root", ran("_rfs_poststop"));
        assertThat(secondary.sh("cat var/modules/notes/userlog_*_rfs_presync.ulog").out())
                .endsWith("notes\n");
        primary.neverLogged("Script _rfs_presync<any>");
        pair.bothStopped();
        pair.configure(MODULE);
    }

    private static String ran(String script) {
        return script.startsWith("_")
                ? "Script " + script + " > userlog_<date>_" + script + ".ulog"
                : "Script " + script + "<any>";
    }
}
