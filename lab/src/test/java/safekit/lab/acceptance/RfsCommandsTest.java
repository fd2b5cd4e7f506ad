package safekit.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static safekit.lab.acceptance.CommandLineTest.refuses;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import safekit.lab.host.Outcome;
import safekit.lab.product.Node;
import safekit.lab.product.NotesModule;

/** How an administrator has a node synchronized (spec 04 section 10). */
class RfsCommandsTest extends OnTwoNodes {
    private static final String COPIED =
            "Copied <bytes> bytes, <files> files, <seconds> sec, <rate> KB/sec";
    private static final String HINT =
            "Finish or redo the backup procedure on both servers, or run safekit rfssync full,"
                    + " or safekit secondforce -d with the date of the backup";
    private static final String DEFAULT_POLICY =
            """
            usersetting.rfssyncmode=default
            usersetting.rfssyncrole=default
            usersetting.rfssyncuid=default
            """;
    private static final long MIB = 1 << 20;

    RfsCommandsTest() {
        super(NotesModule.quick());
    }

    @BeforeEach
    void renewed() {
        freshAfterFailure();
    }

    @Test
    void opened_directories_are_writable_and_compared_afterwards() {
        pair.firstAlone();
        refuses(
                node1,
                "Error: the module notes is running: stop it first with safekit stop -m notes\n",
                "rfs",
                "open");
        assertThat(node2.sh("echo no > replicated/outside").succeeded()).isFalse();
        node2.order("rfs", "open");
        node2.sh("echo mine > replicated/outside").orThrow();
        node2.order("rfs", "close");
        assertThat(node2.sh("echo no > replicated/outside").succeeded()).isFalse();

        pair.mark();
        node2.start().becomes("SECOND Ready").logged("Reintegration ended (full)");
        assertThat(node2.sh("ls replicated").out()).doesNotContain("outside");
        pair.becomesEqual();
    }

    @Test
    void hot_backup_only_what_changed_since_is_copied() {
        pair.paired();
        node1.sh("head -c 20M /dev/urandom > replicated/hot").orThrow();
        pair.firstAlone();
        node1.order("rfssync", "external", "prim", "hot1");
        assertThat(node1.order("rfssync").attempt("rfssync").out())
                .isEqualTo(
                        """
                        usersetting.rfssyncmode=external
                        usersetting.rfssyncrole=prim
                        usersetting.rfssyncuid=hot1
                        """);
        backUp();
        node1.sh(
                        "dd if=/dev/urandom of=replicated/hot bs=4k count=1 seek=99 conv=notrunc"
                                + " && echo later > replicated/later")
                .orThrow();
        restoresAndBecomesSecond("hot1");
        assertThat(copiedBytes(node2)).isBetween(4096L, MIB);
    }

    @Test
    void cold_backup_of_a_stopped_primary() {
        pair.paired();
        node1.sh("head -c 20M /dev/urandom > replicated/cold").orThrow();
        pair.firstAlone();
        node1.stop().becomes("STOP NotReady");
        node1.order("rfssync", "external", "prim", "cold1");
        backUp();
        node1.prim().becomes("ALONE Ready");
        node1.sh("dd if=/dev/urandom of=replicated/cold bs=4k count=1 seek=77 conv=notrunc")
                .orThrow();
        restoresAndBecomesSecond("cold1");
        assertThat(copiedBytes(node2)).isBetween(4096L, MIB);
    }

    @Test
    void another_backup_is_refused_and_a_full_synchronization_is_the_way_out() {
        pair.firstAlone();
        node1.order("rfssync", "external", "prim", "b2");
        node2.order("rfs", "open");
        node2.order("rfssync", "external", "second", "wrong");
        pair.mark();
        refuses(
                node2,
                "Error: External synchronization cannot be applied: this server holds the backup"
                        + " 'wrong', the primary has the backup 'b2'\n"
                        + HINT
                        + "\n",
                "second");
        node2.becomes("STOP NotReady");
        assertThat(node2.resource("rfs.reintegre_failed")).isEqualTo("true");
        assertThat(node2.resource("rfs.rfssync")).isEqualTo("down");
        assertThat(node1.state()).isEqualTo("ALONE Ready");

        node2.order("rfssync", "full");
        node2.second().becomes("SECOND Ready").logged("Reintegration ended (full)");
        assertThat(node1.attempt("rfssync").out()).isEqualTo(DEFAULT_POLICY);
        pair.becomesEqual();
    }

    @Test
    void a_secondary_without_the_backup_does_not_join_a_primary_that_waits_for_it() {
        pair.firstAlone();
        node1.order("rfssync", "external", "prim", "b3");
        node2.start();
        node2.becomes("STOP NotReady")
                .logged(
                        "External synchronization cannot be applied: the primary waits for the"
                                + " restore of its backup 'b3'",
                        HINT);
        node1.order("rfssync", "full");
        node2.start().becomes("SECOND Ready");
    }

    @Test
    void nothing_can_have_been_restored_into_a_protected_directory() {
        pair.firstAlone();
        Outcome refused = node2.attempt("rfssync", "external", "second", "b4");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err())
                .startsWith("Error: " + node2.replicated() + " is protected since it was paired")
                .contains("safekit rfs open -m notes");
        refuses(
                node1,
                "Error: the module notes is running: stop it first with safekit stop -m notes\n",
                "rfssync",
                "external",
                "second",
                "b4");
        String longName = "u".repeat(25);
        refuses(
                node2,
                "Error: '"
                        + longName
                        + "' names no backup: expected 1 to 24 letters, digits or signs without"
                        + " blank\n",
                "rfssync",
                "external",
                "prim",
                longName);
        assertThat(node2.attempt("rfssync", "external", "third", "b4").exit()).isEqualTo(2);
    }

    @Test
    void without_change_detection_the_directories_stay_open() {
        pair.firstAlone();
        node1.order("rfssync", "-d", "prim", "d1");
        backUp();
        node2.order("rfs", "open");
        node2.order("rfssync", "-d", "second", "d1");
        restore();
        pair.mark();
        node2.second().becomes("SECOND Ready").logged("Reintegration ended (external)");
        pair.becomesEqual();
    }

    @Test
    void secondforce_trusts_what_is_older_than_its_date() {
        pair.paired();
        node1.sh("echo right > replicated/dated").orThrow();
        pair.firstAlone();
        refuses(
                node2,
                "Error: 'yesterday' is no date, expected: YYYY-MM-DD[Z],"
                        + " \"YYYY-MM-DD hh:mm:ss[Z]\" or YYYY-MM-DDThh:mm:ss[Z]\n",
                "secondforce",
                "-d",
                "yesterday");
        node2.order("rfs", "open");
        node2.sh("echo WRONG > replicated/dated").orThrow();
        node2.order("secondforce", "-d", "2100-01-01").becomes("SECOND Ready");
        assertThat(node2.sh("cat replicated/dated").out()).isEqualTo("WRONG\n");

        node2.stop().becomes("STOP NotReady");
        node1.becomes("ALONE Ready");
        node2.order("secondforce", "-d", "2000-01-01T00:00:00Z").becomes("SECOND Ready");
        assertThat(node2.sh("cat replicated/dated").out()).isEqualTo("right\n");
        pair.becomesEqual();
    }

    @Test
    void swap_nosync_leaves_the_old_primary_waiting_for_second() {
        pair.paired();
        node1.order("swap", "nosync");
        node2.becomes("ALONE Ready").logged("Action alone called by heart: remote stop");
        node1.becomes("WAIT NotReady")
                .logged(
                        "Begin of Swap",
                        "Action wait from failover rule rfs_nosync_wait",
                        "This server gave its role away by swap nosync:"
                                + " run safekit second to synchronize it");
        assertThat(node1.resource("rfs.uptodate")).isEqualTo("down");
        node1.second().becomes("SECOND Ready");
        node2.becomes("PRIM Ready");
        pair.becomesEqual();
    }

    private void restoresAndBecomesSecond(String uid) {
        node2.order("rfs", "open");
        restore();
        node2.order("rfssync", "external", "second", uid);
        assertThat(node2.sh("echo no > replicated/outside").succeeded()).isFalse();
        pair.mark();
        node2.second().becomes("SECOND Ready").logged("Reintegration ended (external)");
        node1.becomes("PRIM Ready");
        assertThat(node1.attempt("rfssync").out()).isEqualTo(DEFAULT_POLICY);
        assertThat(node2.attempt("rfssync").out()).isEqualTo(DEFAULT_POLICY);
        pair.becomesEqual();
    }

    private void backUp() {
        node1.sh("tar --format=posix -C replicated -cpf backup.tar .").orThrow();
    }

    private void restore() {
        try {
            Path from = node1.host().path(node1.host().disk().resolve("backup.tar"));
            Path to = node2.host().path(node2.host().disk().resolve("backup.tar"));
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        node2.sh("find replicated -mindepth 1 -delete && tar -C replicated -xpf backup.tar")
                .orThrow();
    }

    private static long copiedBytes(Node node) {
        return Long.parseLong(node.message(COPIED).split(" ", -1)[1]);
    }
}
