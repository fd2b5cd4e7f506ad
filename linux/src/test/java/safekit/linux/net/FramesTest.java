package safekit.linux.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static safekit.linux.net.TestNetwork.address;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FramesTest {
    private static final MacAddress OWN = MacAddress.parse("02:99:00:00:00:01");

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void an_arp_probe_claims_nothing() throws Exception {
        assertThat(hex(ArpFrame.probe(OWN, address("10.99.0.100"))))
                .isEqualTo(
                        "ffffffffffff029900000001080600010800060400010299000000010000000000000000"
                                + "00000a630064");
    }

    @Test
    void a_gratuitous_reply_names_the_address_twice() throws Exception {
        assertThat(hex(ArpFrame.announcingReply(OWN, address("10.99.0.100"))))
                .isEqualTo(
                        "ffffffffffff029900000001080600010800060400020299000000010a630064ffffffff"
                                + "ffff0a630064");
    }

    @Test
    void requests_for_an_address_by_others_do_not_claim_it() throws Exception {
        byte[] request = ArpFrame.announcingRequest(OWN, address("10.99.0.100"));
        assertThat(ArpFrame.claimant(request, address("10.99.0.100"))).isEqualTo(OWN);
        assertThat(ArpFrame.claimant(request, address("10.99.0.101"))).isEqualTo(MacAddress.NONE);
        byte[] asks = HexFormat.of().parseHex(hex(request).replace("0a6300640", "0a6300020"));
        assertThat(ArpFrame.claimant(asks, address("10.99.0.100"))).isEqualTo(MacAddress.NONE);
        assertThat(ArpFrame.claimant(new byte[5], address("10.99.0.100")))
                .isEqualTo(MacAddress.NONE);
    }

    @Test
    void a_solicited_group_is_made_of_the_last_three_bytes() throws Exception {
        assertThat(NeighborFrame.solicitedGroup(address("fd99::12:3456:789a")))
                .hasToString("33:33:ff:56:78:9a");
    }

    @Test
    void a_mac_address_is_read_in_either_case_and_checked() {
        assertThat(MacAddress.parse("5A:FE:0a:4d:00:64")).hasToString("5a:fe:0a:4d:00:64");
        assertThatThrownBy(() -> MacAddress.parse("5A:FE:0a:4d:00"))
                .hasMessageContaining("found 5A:FE:0a:4d:00");
        assertThatThrownBy(() -> MacAddress.parse("nonsense")).hasMessageContaining("nonsense");
    }
}
