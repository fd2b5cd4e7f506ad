package safekit.core.config.module;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import safekit.core.config.Position;

/** Spec 02 section 10, row by row. */
class StaticChangesTest {
    private static final String MIRROR =
            """
            <safe>
            <macro name="V" value="1"/>
            <service mode="mirror" boot="on" boot_delay="0" failover="on" defaultprim="alone"
             maxloop="3" loop_interval="24h" automatic_reboot="off">
            <heart pulse="700ms"><heartbeat name="default"/></heart>
            <vip tcpreset="on"><interface_list><interface check="on"><real_interface>
            <virtual_addr addr="10.1.0.126" where="one_side_alias"/>
            </real_interface></interface></interface_list></vip>
            <rfs async="second" nbrei="6" reitimeout="150s" reidetail="off" locktimeout="100s">
            <flow name="default"/><replicated dir="/repdir"/></rfs>
            <user nicestoptimeout="300s"><var name="A" value="%V%"/></user>
            <vhost><virtualhostname name="x" envfile="y"/></vhost>
            <errd polltimer="30s"><proc name="p" class="prim"/></errd>
            <check><ping ident="router"><to addr="h"/></ping></check>
            <failover period="5000ms"><![CDATA[a: if (x) then stop();]]></failover>
            </service>
            </safe>
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "boot=\"on\"|boot=\"off\"",
                "boot_delay=\"0\"|boot_delay=\"5\"",
                "maxloop=\"3\"|maxloop=\"4\"",
                "loop_interval=\"24h\"|loop_interval=\"0\"",
                "automatic_reboot=\"off\"|automatic_reboot=\"on\"",
                "pulse=\"700ms\"|pulse=\"800ms\" port=\"9999\"",
                "<heartbeat name=\"default\"/>|<heartbeat name=\"private\"/>",
                "async=\"second\"|async=\"none\"",
                "nbrei=\"6\"|nbrei=\"7\"",
                "reitimeout=\"150s\"|reitimeout=\"160s\"",
                "reidetail=\"off\"|reidetail=\"on\"",
                "<flow name=\"default\"/>|<flow name=\"private\"/>",
                "<flow name=\"default\"/>|' '",
                "nicestoptimeout=\"300s\"|logging=\"none\"",
                "value=\"%V%\"|value=\"2\"",
                "value=\"1\"|value=\"2\"",
                "polltimer=\"30s\"|polltimer=\"40s\"",
                "<proc name=\"p\" class=\"prim\"/>|' '",
                "<ping ident=\"router\"><to addr=\"h\"/></ping>|' '",
                "ident=\"router\"|ident=\"other\"",
            })
    void allows_dynamic_changes(String old, String replacement) {
        assertThat(changes(old, replacement)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "failover=\"on\"|failover=\"off\"|safe/service@failover changes from 'on' to 'off'",
                "defaultprim=\"alone\"|defaultprim=\"lastprim\""
                        + "|safe/service@defaultprim changes from 'alone' to 'lastprim'",
                "tcpreset=\"on\"|tcpreset=\"off\""
                        + "|safe/service/vip@tcpreset changes from 'on' to 'off'",
                "10.1.0.126|10.1.0.127"
                        + "|safe/service/vip/interface_list/interface/real_interface/virtual_addr"
                        + "@addr changes from '10.1.0.126' to '10.1.0.127'",
                "locktimeout=\"100s\"|locktimeout=\"90s\""
                        + "|safe/service/rfs@locktimeout changes from '100s' to '90s'",
                "<replicated dir=\"/repdir\"/>|<replicated dir=\"/repdir\"/><replicated dir=\"/b\"/>"
                        + "|safe/service/rfs/replicated is added with '/b'",
                "locktimeout=\"100s\"|packetsize=\"8192\""
                        + "|safe/service/rfs@packetsize is added with '8192'",
                "envfile=\"y\"|envfile=\"z\""
                        + "|safe/service/vhost/virtualhostname@envfile changes from 'y' to 'z'",
                "<virtualhostname name=\"x\" envfile=\"y\"/>|' '"
                        + "|safe/service/vhost/virtualhostname is removed",
                "period=\"5000ms\"|period=\"15000ms\""
                        + "|safe/service/failover@period changes from '5000ms' to '15000ms'",
                "then stop();|then wait();"
                        + "|safe/service/failover changes from 'a: if (x) then stop();'"
                        + " to 'a: if (x) then wait();'",
            })
    void reports_every_other_change(String old, String replacement, String sentence) {
        assertThat(changes(old, replacement).stream().map(StaticChange::sentence))
                .containsExactly(sentence);
    }

    @Test
    void points_at_the_new_file() {
        List<StaticChange> changes = changes("tcpreset=\"on\"", "tcpreset=\"off\"");
        assertThat(changes.getFirst().at()).isEqualTo(new Position(6, 6));
    }

    @Test
    void reports_parts_that_come_or_go() {
        String without = MIRROR.replaceAll("(?s)<vip.*</vip>", "");
        assertThat(StaticChanges.between(read(without), read(MIRROR)))
                .extracting(StaticChange::path)
                .containsExactly("safe/service/vip");
        assertThat(StaticChanges.between(read(MIRROR), read(without)))
                .extracting(StaticChange::path)
                .containsExactly("safe/service/vip");
    }

    @Test
    void reports_every_change_of_a_farm() {
        String farm =
                """
                <safe><service mode="farm"><farm pulse="100ms"><lan name="default"/></farm>
                <user/></service></safe>
                """;
        assertThat(StaticChanges.between(read(farm), read(farm.replace("100ms", "200ms"))))
                .extracting(StaticChange::path)
                .containsExactly("safe/service/farm@pulse");
        assertThat(StaticChanges.between(read(farm), read(farm.replace("default", "private"))))
                .extracting(StaticChange::path)
                .containsExactly("safe/service/farm/lan@name");
    }

    private static List<StaticChange> changes(String old, String replacement) {
        assertThat(MIRROR).contains(old);
        return StaticChanges.between(read(MIRROR), read(MIRROR.replace(old, replacement)));
    }

    private static ModuleConfig read(String text) {
        return ModuleReader.read("userconfig.xml", text, Map.of()).usable();
    }
}
