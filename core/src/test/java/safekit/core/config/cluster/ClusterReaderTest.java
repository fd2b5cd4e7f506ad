package safekit.core.config.cluster;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import safekit.core.config.Fixtures;
import safekit.core.config.Position;

class ClusterReaderTest {
    @Test
    void fills_in_the_defaults_of_the_specification() {
        ClusterConfig cluster = read("two-lans");
        assertThat(cluster.port()).isEqualTo(4800);
        assertThat(cluster.pulse()).isEqualTo(Duration.ofMillis(100));
        assertThat(cluster.mlostCount()).isEqualTo(20);
        assertThat(cluster.slostCount()).isEqualTo(10);
        assertThat(cluster.lanNames()).containsExactly("default", "repli");
        assertThat(cluster.nodes()).containsExactly("node1", "node2");
        assertThat(cluster.commandLan().name()).isEqualTo("default");
    }

    @Test
    void reads_every_attribute() {
        ClusterConfig cluster = read("all-attributes");
        assertThat(cluster.port()).isEqualTo(4900);
        assertThat(cluster.pulse()).isEqualTo(Duration.ofSeconds(1));
        assertThat(cluster.nodes()).containsExactly("Inst1", "node2");
        assertThat(cluster.commandLan().name()).isEqualTo("commands");
        Lan lan = requireNonNull(cluster.lan("default"));
        Node node2 = requireNonNull(lan.node("node2"));
        assertThat(node2.address().host()).isEqualTo("2001::7335");
        assertThat(node2.ownAddress().host()).isEqualTo("fe80::1");
        assertThat(requireNonNull(lan.node("Inst1")).ownAddress().host()).isEqualTo("2001::7334");
        assertThat(lan.node("node3")).isNull();
        assertThat(cluster.lan("other")).isNull();
    }

    @Test
    void knows_where_everything_was_written() {
        Lan lan = read("two-lans").lans().get(1);
        assertThat(lan.source().of("name")).isEqualTo(new Position(3, 8));
        assertThat(lan.nodes().getFirst().source().of("addr")).isEqualTo(new Position(3, 40));
    }

    @Test
    void is_equal_wherever_it_was_written() {
        String text = Fixtures.text("cluster/examples/nat.xml");
        assertThat(ClusterReader.read("b", "\n\n" + text.replace("<node", "\n<node")).usable())
                .isEqualTo(ClusterReader.read("a", text).usable());
    }

    private static ClusterConfig read(String example) {
        String text = Fixtures.text("cluster/examples/" + example + ".xml");
        return ClusterReader.read("cluster.xml", text).usable();
    }
}
