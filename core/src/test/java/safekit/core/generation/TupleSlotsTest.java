package safekit.core.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import safekit.core.bytes.Seeds;

class TupleSlotsTest {
    private static final int SECTOR = 512;

    private static TupleSlots.Choice choose(byte[] file) {
        return TupleSlots.choose(
                Arrays.copyOf(file, TupleSlots.SLOT),
                Arrays.copyOfRange(file, TupleSlots.SLOT, 2 * TupleSlots.SLOT));
    }

    private static void write(byte[] file, long sequence, Tuple tuple) {
        byte[] slot = TupleSlots.encode(sequence, tuple);
        System.arraycopy(slot, 0, file, TupleSlots.offset(sequence), TupleSlots.SLOT);
    }

    @Test
    void a_fresh_file_holds_its_tuple() {
        byte[] file = TupleSlots.fresh(TupleSamples.golden());
        assertThat(choose(file)).isEqualTo(new TupleSlots.Newest(2, TupleSamples.golden(), ""));
    }

    @Test
    void the_newest_write_wins() {
        Seeds.each(
                50,
                random -> {
                    byte[] file = TupleSlots.fresh(TupleSamples.random(random));
                    for (long sequence = 3; sequence < 12; sequence++) {
                        Tuple tuple = TupleSamples.random(random);
                        write(file, sequence, tuple);
                        assertThat(choose(file))
                                .isEqualTo(new TupleSlots.Newest(sequence, tuple, ""));
                    }
                });
    }

    @Test
    void any_subset_of_the_sectors_of_a_write_leaves_the_old_or_the_new_tuple() {
        Seeds.each(
                20,
                random -> {
                    Tuple older = TupleSamples.random(random);
                    Tuple old = TupleSamples.random(random);
                    Tuple fresh = random.nextBoolean() ? TupleSamples.longest() : older.stale();
                    byte[] before = TupleSlots.fresh(older);
                    write(before, 4, old);
                    byte[] slot = TupleSlots.encode(5, fresh);
                    for (int subset = 0; subset < 256; subset++) {
                        byte[] file = before.clone();
                        for (int sector = 0; sector < 8; sector++) {
                            if ((subset & (1 << sector)) != 0) {
                                System.arraycopy(
                                        slot,
                                        sector * SECTOR,
                                        file,
                                        TupleSlots.offset(5) + sector * SECTOR,
                                        SECTOR);
                            }
                        }
                        oldOrNew(file, old, fresh, subset == 255);
                    }
                });
    }

    @Test
    void any_prefix_of_a_write_leaves_the_old_or_the_new_tuple() {
        Tuple old = TupleSamples.golden();
        Tuple fresh = TupleSamples.longest();
        byte[] slot = TupleSlots.encode(3, fresh);
        for (int length = 0; length <= TupleSlots.SLOT; length++) {
            byte[] file = TupleSlots.fresh(old);
            System.arraycopy(slot, 0, file, TupleSlots.offset(3), length);
            oldOrNew(file, old, fresh, length == TupleSlots.SLOT);
        }
    }

    private static void oldOrNew(byte[] file, Tuple old, Tuple fresh, boolean whole) {
        assertThat(choose(file)).isInstanceOf(TupleSlots.Newest.class);
        if (choose(file) instanceof TupleSlots.Newest newest) {
            assertThat(newest.tuple()).isIn(old, fresh);
            assertThat(!whole || newest.tuple().equals(fresh)).isTrue();
        }
    }

    @Test
    void a_damaged_slot_is_named_and_the_other_one_used() {
        byte[] file = TupleSlots.fresh(TupleSamples.golden());
        file[100] ^= 1;
        assertThat(choose(file))
                .isEqualTo(
                        new TupleSlots.Newest(
                                1,
                                TupleSamples.golden(),
                                "slot 0: damaged, its checksum is wrong"));
    }

    @Test
    void two_damaged_slots_are_named() {
        byte[] file = TupleSlots.fresh(TupleSamples.golden());
        file[100] ^= 1;
        Arrays.fill(file, TupleSlots.SLOT, 2 * TupleSlots.SLOT, (byte) 0);
        assertThat(choose(file))
                .isEqualTo(
                        new TupleSlots.Unusable(
                                "slot 0: damaged, its checksum is wrong; "
                                        + "slot 1: damaged, its checksum is wrong"));
    }

    @Test
    void a_slot_of_a_newer_format_is_never_passed_over_for_the_older_one() {
        byte[] file = TupleSlots.fresh(TupleSamples.golden());
        var slot = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        slot.putShort(4, (short) 2).putShort(6, (short) 2);
        resign(file);
        assertThat(choose(file))
                .isEqualTo(
                        new TupleSlots.Unusable(
                                "slot 0: format version 2 (understood from 2 on), ours is 1"));
        slot.putShort(6, (short) 1);
        resign(file);
        assertThat(choose(file)).isInstanceOf(TupleSlots.Newest.class);
    }

    private static void resign(byte[] file) {
        var slot = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int end = 20 + slot.getInt(16);
        var crc = new CRC32C();
        crc.update(file, 0, end);
        slot.putInt(end, (int) crc.getValue());
    }

    @Test
    void a_slot_with_the_number_of_the_other_one_makes_the_file_unusable() {
        byte[] file = TupleSlots.fresh(TupleSamples.golden());
        System.arraycopy(file, 0, file, TupleSlots.SLOT, TupleSlots.SLOT);
        assertThat(choose(file)).isInstanceOf(TupleSlots.Unusable.class);
    }

    @Test
    void any_bytes_give_an_answer() {
        Seeds.each(
                500,
                random -> {
                    byte[] file = TupleSlots.fresh(TupleSamples.random(random));
                    for (int i = random.nextInt(9); i >= 0; i--) {
                        file[random.nextInt(file.length)] = (byte) random.nextInt();
                        file[random.nextInt(24)] = (byte) random.nextInt();
                    }
                    assertThat(choose(file)).isNotNull();
                    byte[] cut = Arrays.copyOf(file, random.nextInt(TupleSlots.SLOT));
                    assertThat(TupleSlots.choose(cut, cut)).isNotNull();
                });
    }
}
