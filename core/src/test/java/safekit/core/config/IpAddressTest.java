package safekit.core.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    @ParameterizedTest
    @CsvSource({
        "10.1.0.126, 10.1.0.126",
        "255.255.255.255, 255.255.255.255",
        "2001::7334, 2001::7334",
        "2001:0db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "::, ::",
        "::1, ::1",
        "fe80::, fe80::",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "1:0:3:4:5:6:7:8, 1:0:3:4:5:6:7:8",
        "::ffff:10.0.0.1, ::ffff:a00:1",
        "FE80::ABCD, fe80::abcd",
    })
    void reads_literals_and_writes_their_shortest_form(String text, String canonical) {
        assertThat(parse(text).toString()).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "10.0.0", "10.0.0.256", "10.0.0.01", "10.0.0.1.2", "a.b.c.d", "10.0.0.-1",
                "1:2:3", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "::g", ":1::", "1:::2",
                "1:2:3:4:5:6:7::8", "[::1]", "::1%eth0", "::10.0.0.300", ":"
            })
    void refuses_what_is_no_literal(String text) {
        assertThat(IpAddress.parse(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.129, 24, 10.0.0.0",
        "10.0.0.129, 25, 10.0.0.128",
        "10.0.0.129, 32, 10.0.0.129",
        "10.0.0.129, 0, 0.0.0.0",
        "2001:db8:1:2:3::1, 64, 2001:db8:1:2::",
        "2001:db8:1:2:ffff::1, 72, 2001:db8:1:2:ff00::",
        "2001:db8::1, 128, 2001:db8::1",
        "2001:db8::1, 0, ::",
        "2001:db8::1, 20, 2001::",
    })
    void finds_the_network(String address, int prefix, String network) {
        assertThat(parse(address).network(prefix)).isEqualTo(parse(network));
    }

    @ParameterizedTest
    @CsvSource({
        "255.255.255.0, 24",
        "0.0.0.0, 0",
        "255.255.255.255, 32",
        "255.0.255.0, -1",
        "::, -1"
    })
    void reads_netmasks(String mask, int length) {
        assertThat(parse(mask).maskLength()).isEqualTo(length);
    }

    private static IpAddress parse(String text) {
        return requireNonNull(IpAddress.parse(text), text);
    }
}
