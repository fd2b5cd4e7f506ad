package safekit.lab.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is cut is lost, in that direction, on that lan, of that kind; and nothing else. */
class CutTest {
    private static final int HEARTBEAT = 8888;
    private static final int FLOW = 5600;
    private static final int OTHER = 9010;
    private static Lab lab;
    private static LabHost one;
    private static LabHost two;
    private static Lan first;
    private static Lan second;

    @BeforeAll
    static void two_hosts() {
        lab = Lab.open("default", "private");
        one = lab.host("node1");
        two = lab.host("node2");
        first = lab.lans().get(0);
        second = lab.lans().get(1);
        lab.client();
    }

    @AfterEach
    void heal() {
        lab.heal();
        assertThat(sends(one, two, first, OTHER)).isTrue();
        assertThat(sends(two, one, first, OTHER)).isTrue();
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    @Test
    void one_direction_on_all_lans() {
        lab.cut(Cut.oneWay("node1", "node2"));

        assertThat(sends(one, two, first, OTHER)).isFalse();
        assertThat(sends(one, two, second, OTHER)).isFalse();
        assertThat(connects(one, two, first, OTHER)).isFalse();
        assertThat(lab.client().pings(one.address(first))).isTrue();
        // Without a way back the first datagram of node2 may lack the neighbour's address.
        one.exec("ip", "neigh", "flush", "all");
        two.exec(permanentNeighbour(one, first)).orThrow();
        assertThat(sends(two, one, first, OTHER)).isTrue();
    }

    @Test
    void both_directions_on_one_lan_only() {
        lab.cut(Cut.between("node1", "node2").stream().map(cut -> cut.on("private")).toList());

        assertThat(sends(one, two, second, OTHER)).isFalse();
        assertThat(sends(two, one, second, OTHER)).isFalse();
        assertThat(sends(one, two, first, OTHER)).isTrue();
        assertThat(connects(two, one, first, OTHER)).isTrue();
    }

    @Test
    void the_heartbeats_only() {
        lab.cut(Cut.oneWay("node1", "node2").of(Cut.Traffic.HEARTBEATS));

        assertThat(sends(one, two, first, HEARTBEAT)).isFalse();
        assertThat(sends(two, one, first, HEARTBEAT)).isTrue();
        assertThat(sends(one, two, first, OTHER)).isTrue();
        assertThat(connects(one, two, second, FLOW)).isTrue();
    }

    @Test
    void the_flow_only() {
        lab.cut(Cut.oneWay("node1", "node2").of(Cut.Traffic.FLOW));

        assertThat(connects(one, two, second, FLOW)).isFalse();
        // The answers of node1 are lost too: they are packets of the flow.
        assertThat(connects(two, one, second, FLOW)).isFalse();
        assertThat(connects(one, two, second, OTHER)).isTrue();
        assertThat(sends(one, two, second, HEARTBEAT)).isTrue();
    }

    @Test
    void everything_around_a_host_while_its_carrier_stays() {
        lab.cut(Cut.around("node2"));

        assertThat(sends(one, two, first, OTHER)).isFalse();
        assertThat(lab.client().pings(two.address(first))).isFalse();
        assertThat(lab.client().pings(one.address(first))).isTrue();
        assertThat(two.exec("ip", "link", "show", "eth0").out()).contains("LOWER_UP");
    }

    private static boolean sends(LabHost from, LabHost to, Lan lan, int port) {
        return Traffic.datagramPasses(from.network(), to.network(), Traffic.at(to, lan, port));
    }

    private static boolean connects(LabHost from, LabHost to, Lan lan, int port) {
        return Traffic.connects(from.network(), to.network(), Traffic.at(to, lan, port));
    }

    private static String[] permanentNeighbour(LabHost of, Lan lan) {
        String line =
                "ip neigh replace %s lladdr %s dev %s"
                        .formatted(of.address(lan), of.hardwareAddress(lan), lan.hostInterface());
        return line.split(" ", -1);
    }
}
