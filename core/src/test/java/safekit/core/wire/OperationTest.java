package safekit.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import safekit.core.bytes.Abuse;
import safekit.core.bytes.Bytes;
import safekit.core.bytes.Golden;
import safekit.core.bytes.Refused;
import safekit.core.bytes.Seeds;
import safekit.core.replication.FileId;
import safekit.core.replication.Moment;
import safekit.core.replication.Operation;

class OperationTest {
    private static byte[] encode(Operation... operations) {
        var buffer = ByteBuffer.allocate(1 << 16);
        for (Operation operation : operations) {
            OperationWriter.write(buffer, operation);
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private static List<Operation> decode(ByteBuffer bytes, boolean newer) throws Refused {
        var cursor = new OperationCursor();
        var all = new ArrayList<Operation>();
        cursor.reset(bytes, bytes.position(), bytes.limit(), newer);
        while (cursor.next()) {
            all.add(cursor.operation());
        }
        return all;
    }

    private static void decode(ByteBuffer bytes) throws Refused {
        decode(bytes, false);
    }

    @Test
    void every_operation_comes_back_in_order() {
        Seeds.each(
                100,
                random -> {
                    var all = new Operation[Samples.OPERATIONS];
                    for (int i = 0; i < all.length; i++) {
                        all[i] = Samples.operation(random, i);
                    }
                    assertThat(decode(ByteBuffer.wrap(encode(all)), false)).containsExactly(all);
                });
    }

    @Test
    void what_is_damaged_is_refused_and_never_worse() {
        Seeds.each(
                5,
                random -> {
                    for (int i = 0; i < Samples.OPERATIONS; i++) {
                        byte[] good = encode(Samples.operation(random, i));
                        for (int length = 1; length < good.length; length++) {
                            assertThat(
                                            Abuse.taken(
                                                    Arrays.copyOf(good, length),
                                                    OperationTest::decode))
                                    .isFalse();
                        }
                        Abuse.flips(good, OperationTest::decode);
                        for (int n = 0; n < 100; n++) {
                            Abuse.noise(random, good, OperationTest::decode);
                        }
                    }
                });
    }

    @Test
    void an_operation_of_a_newer_version_may_be_longer() throws Refused {
        var random = new Random(1);
        for (int i = 0; i < Samples.OPERATIONS; i++) {
            Operation operation = Samples.operation(random, i);
            if (operation instanceof Operation.Write) {
                continue;
            }
            byte[] good = encode(operation);
            var longer = ByteBuffer.allocate(good.length + 8).order(ByteOrder.LITTLE_ENDIAN);
            longer.put(good).putInt(0, good.length + 8).clear();
            assertThat(Abuse.taken(longer.array(), OperationTest::decode)).isFalse();
            assertThat(decode(longer, true)).containsExactly(operation);
        }
    }

    @Test
    void a_write_of_a_newer_version_may_have_a_longer_header() throws Refused {
        var write =
                new Operation.Write(
                        new FileId(1, 2), 3, new Moment(4, 5), true, Bytes.copyOf(new byte[] {6}));
        byte[] good = encode(write);
        var longer = ByteBuffer.allocate(good.length + 8).order(ByteOrder.LITTLE_ENDIAN);
        longer.put(good, 0, WriteCodec.HEADER).putLong(-1).put(good, WriteCodec.HEADER, 1);
        longer.putInt(0, good.length + 8).putInt(44, WriteCodec.HEADER + 8).clear();
        assertThat(decode(longer, true)).containsExactly(write);
    }

    @Test
    void a_write_is_read_in_place() throws Refused {
        var buffer = ByteBuffer.allocateDirect(100).order(ByteOrder.LITTLE_ENDIAN);
        WriteCodec.header(buffer, 11, 12, 13, 14, 15, true, 3);
        buffer.put(new byte[] {7, 8, 9});
        var cursor = new OperationCursor();
        cursor.reset(buffer, 0, buffer.position(), false);
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.opcode()).isEqualTo(Opcode.WRITE);
        int at = cursor.at();
        assertThat(WriteCodec.number(buffer, at)).isEqualTo(11);
        assertThat(WriteCodec.generation(buffer, at)).isEqualTo(12);
        assertThat(WriteCodec.offset(buffer, at)).isEqualTo(13);
        assertThat(WriteCodec.seconds(buffer, at)).isEqualTo(14);
        assertThat(WriteCodec.nanos(buffer, at)).isEqualTo(15);
        assertThat(WriteCodec.clearsPrivileges(buffer, at)).isTrue();
        assertThat(WriteCodec.length(buffer, at)).isEqualTo(3);
        assertThat(buffer.get(WriteCodec.data(buffer, at))).isEqualTo((byte) 7);
        assertThat(cursor.next()).isFalse();
    }

    @Test
    void a_copy_is_written_and_read_in_place() throws Refused {
        var buffer = ByteBuffer.allocateDirect(100).order(ByteOrder.LITTLE_ENDIAN);
        CopyCodec.header(buffer, 11, 12, 13, 2);
        buffer.put(new byte[] {7, 8});
        var copy = new Operation.Copy(new FileId(11, 12), 13, Bytes.copyOf(new byte[] {7, 8}));
        byte[] same = new byte[buffer.position()];
        buffer.get(0, same);
        assertThat(same).isEqualTo(encode(copy));
        var cursor = new OperationCursor();
        cursor.reset(buffer, 0, buffer.position(), false);
        assertThat(cursor.next()).isTrue();
        assertThat(CopyCodec.number(buffer, cursor.at())).isEqualTo(11);
        assertThat(CopyCodec.generation(buffer, cursor.at())).isEqualTo(12);
        assertThat(CopyCodec.offset(buffer, cursor.at())).isEqualTo(13);
        assertThat(CopyCodec.length(buffer, cursor.at())).isEqualTo(2);
        assertThat(buffer.get(CopyCodec.data(cursor.at()))).isEqualTo((byte) 7);
        assertThat(cursor.operation()).isEqualTo(copy);
    }

    @Test
    void names_that_no_directory_holds_are_refused() {
        byte[] good = encode(new Operation.Unlink(FileId.root(0), name("ab"), new Moment(0, 0)));
        int at = 8 + 12 + 2;
        for (String bad : new String[] {"a/", "..", "/b", "a\0"}) {
            byte[] bytes = good.clone();
            bytes[at] = (byte) bad.charAt(0);
            bytes[at + 1] = (byte) bad.charAt(1);
            assertThatThrownBy(() -> decode(ByteBuffer.wrap(bytes), false))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("name is");
        }
    }

    private static safekit.core.replication.Name name(String text) {
        return safekit.core.replication.Name.of(text);
    }

    @Test
    void the_bytes_are_those_of_the_golden_file() {
        Random random = Samples.golden();
        for (int i = 0; i < Samples.OPERATIONS; i++) {
            Operation operation = Samples.operation(random, i);
            Golden.check(
                    "operation-"
                            + operation
                                    .getClass()
                                    .getSimpleName()
                                    .toLowerCase(java.util.Locale.ROOT),
                    encode(operation));
        }
    }
}
