package safekit.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import safekit.core.config.cluster.ClusterReader;

class MemberCodecTest {
    private static final String XML =
            """
            <cluster><lans><lan name="default">
              <node name="node1" addr="10.0.0.1"/><node name="node2" addr="10.0.0.2"/>
            </lan></lans></cluster>
            """;
    private static final MemberCodec.Told TOLD =
            new MemberCodec.Told(
                    17,
                    4,
                    new MemberTable(
                            new ClusterCommands.Confinfo("node1", "ab", 99, true),
                            List.of(new MemberTable.Module("m", "mirror", 1, 98, "cd"))));

    @Test
    void what_is_told_is_understood_with_and_without_a_key() throws MemberCodec.Dropped {
        for (byte[] key : new byte[][] {null, ClusterFiles.newKey()}) {
            MemberCodec codec = new MemberCodec(cluster(XML, key));
            assertThat(codec.decode(codec.encode(TOLD))).isEqualTo(TOLD);
        }
    }

    @Test
    void any_changed_byte_breaks_the_seal() {
        MemberCodec codec = new MemberCodec(cluster(XML, ClusterFiles.newKey()));
        ByteBuffer datagram = codec.encode(TOLD);
        for (int at = 0; at < datagram.limit(); at++) {
            ByteBuffer changed =
                    ByteBuffer.allocate(datagram.limit()).put(datagram.duplicate()).flip();
            changed.put(at, (byte) (changed.get(at) ^ 1));
            assertThatThrownBy(() -> codec.decode(changed))
                    .as("byte " + at)
                    .isInstanceOf(MemberCodec.Dropped.class);
        }
    }

    @Test
    void a_damaged_datagram_without_a_seal_is_dropped_or_told_and_nothing_else() {
        MemberCodec codec = new MemberCodec(cluster(XML, null));
        byte[] genuine = new byte[codec.encode(TOLD).limit()];
        codec.encode(TOLD).get(genuine);
        var random = new Random(4800);
        int dropped = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = genuine.clone();
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            int length = random.nextBoolean() ? damaged.length : random.nextInt(damaged.length);
            try {
                codec.decode(ByteBuffer.wrap(damaged, 0, length));
            } catch (MemberCodec.Dropped expected) {
                dropped++;
            }
        }
        assertThat(dropped).isPositive();
    }

    @Test
    void another_key_or_configuration_is_dropped_in_words() {
        byte[] key = ClusterFiles.newKey();
        ByteBuffer datagram = new MemberCodec(cluster(XML, key)).encode(TOLD);
        for (Cluster other :
                List.of(
                        cluster(XML, ClusterFiles.newKey()),
                        cluster(XML, null),
                        cluster(XML + " ", key))) {
            assertThatThrownBy(() -> new MemberCodec(other).decode(datagram.duplicate()))
                    .isInstanceOf(MemberCodec.Dropped.class)
                    .hasMessage("it has another cluster configuration or key");
        }
    }

    private static Cluster cluster(String xml, byte @Nullable [] key) {
        return new Cluster(
                ClusterReader.read("cluster.xml", xml).usable(),
                "node1",
                ClusterFiles.signature(xml, key),
                new Cluster.Key(key));
    }
}
