package safekit.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import safekit.core.base.Check.BrokenInvariant;
import safekit.core.base.DisplayState;
import safekit.core.base.ModuleState;
import safekit.core.base.Substate;

class MessageTest {
    @Test
    void catalogue_is_the_printed_one() throws IOException {
        try (var file = MessageTest.class.getResourceAsStream("catalogue.txt")) {
            var printed =
                    new String(file.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.startsWith("#"))
                            .toList();

            assertThat(Message.values())
                    .extracting(MessageTest::row)
                    .containsExactlyElementsOf(printed);
        }
    }

    private static String row(Message message) {
        return message.key()
                + " | "
                + message.level()
                + " | "
                + message.origin()
                + " | "
                + message.pattern()
                + "$";
    }

    @Test
    void keys_are_unique_and_those_of_the_mail_samples_are_kept() {
        assertThat(Arrays.stream(Message.values()).map(Message::key)).doesNotHaveDuplicates();
        assertThat(Message.LOCAL_STATE.key()).isEqualTo(512);
        assertThat(Message.LICENSE_DEMO.key()).isEqualTo(537);
    }

    /** Lines of 07b that have a place to fill; the others are in the catalogue as they are. */
    @Test
    void acceptance_tests_find_their_lines() {
        assertText("Action start called by root", Message.ACTION_CALLED.line("start", "root"));
        assertText(
                "Action shutdown called by root", Message.ACTION_CALLED.line("shutdown", "root"));
        assertText(
                "Action restart called by errd",
                Message.ACTION_CALLED_BY_COMPONENT.line("restart", CalledBy.ERRD));
        assertText(
                "Action stopstart called by modulecheck",
                Message.ACTION_CALLED_BY_COMPONENT.line("stopstart", CalledBy.MODULECHECK));
        assertText(
                "Action wait from failover rule rfs_notuptodate_server",
                Message.ACTION_FROM_RULE.line("wait", "rfs_notuptodate_server"));
        assertText(
                "Local state PRIM Ready",
                Message.LOCAL_STATE.line(new DisplayState(ModuleState.PRIM, Substate.Ready)));
        assertText(
                "Remote state UNKNOWN Unknown",
                Message.REMOTE_STATE.line(DisplayState.PEER_UNKNOWN));
        assertText(
                "Resource heartbeat.flow set to down by heart",
                Message.HEARTBEAT_DOWN.line("flow"));
        assertText(
                "Resource tcp.id set to down by tcpcheck",
                Message.RESOURCE_DOWN.line("tcp.id", "tcpcheck"));
        assertText("Process appli.exe not running", Message.PROCESS_NOT_RUNNING.line("appli.exe"));
        assertText("Service mySQL not running", Message.SERVICE_NOT_RUNNING.line("mySQL"));
        assertText(
                "Updating directory tree from /replicated",
                Message.UPDATING_DIRECTORY.line("/replicated"));
        assertText("Copied 12 bytes, 2 files, 3 sec, 4 KB/sec", Message.COPIED.line(12, 2, 3, 4));
        assertText(
                "Reintegration ended (synchronize)",
                Message.REINTEGRATION_ENDED.line("synchronize"));
        assertText("Virtual IP 10.0.0.129 set", Message.VIRTUAL_IP_SET.line("10.0.0.129"));
        assertText(
                "farm membership: node1 node2 (group FarmProto_0)",
                Message.FARM_MEMBERSHIP.line("node1 node2", "FarmProto"));
        assertText(
                "farm load: 128/256 (group FarmProto_0)", Message.FARM_LOAD.line(128, "FarmProto"));
    }

    private static void assertText(String expected, LogLine line) {
        assertThat(line.text()).isEqualTo(expected);
    }

    @Test
    void a_value_that_looks_like_a_place_stays_as_it_is() {
        assertThat(Message.ACTION_FROM_RULE.line("<label>", "x").text())
                .isEqualTo("Action <label> from failover rule x");
    }

    @Test
    void wrong_number_of_values_is_a_bug() {
        assertThatThrownBy(() -> Message.ACTION_CALLED.line("start"))
                .isInstanceOf(BrokenInvariant.class);
        assertThatThrownBy(() -> Message.START_AT_BOOT.line("start"))
                .isInstanceOf(BrokenInvariant.class);
    }
}
