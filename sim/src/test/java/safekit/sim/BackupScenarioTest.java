package safekit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import safekit.core.generation.SyncPolicy;
import safekit.core.mirror.Command;
import safekit.core.mirror.Phase;

/** Backups and restores instead of a copy (spec 04 section 10), each with many timings. */
class BackupScenarioTest {
    private static final int TIMINGS = 120;

    @Test
    void what_changed_since_a_hot_backup_is_copied() {
        for (int timing = 0; timing < TIMINGS; timing++) {
            var play = hotBackup(timing);
            assertThat(play.administrator().restores(play.second(), "")).isTrue();
            assertThat(becomesSecondary(play)).as("timing " + timing).isTrue();
            assertThat(play.second().disk.tuple.policy()).isEqualTo(SyncPolicy.DEFAULT);
            assertThat(play.prim().disk.tuple.policy()).isEqualTo(SyncPolicy.DEFAULT);
            assertThat(play.end()).as("timing " + timing).isEmpty();
        }
    }

    @Test
    void a_restore_under_a_wrong_name_is_refused_and_nothing_is_lost() {
        for (int timing = 0; timing < TIMINGS; timing++) {
            var play = hotBackup(timing);
            assertThat(play.administrator().restores(play.second(), "other")).isTrue();
            play.start(play.second(), Command.second);
            play.until(() -> play.second().phase() == Phase.STOPPED);
            assertThat(play.second().phase()).isEqualTo(Phase.STOPPED);
            assertThat(play.second().disk.tuple.policy().uid()).isEqualTo("other");
            assertThat(play.end()).as("timing " + timing).isEmpty();
        }
    }

    @Test
    void a_primary_that_loses_its_power_after_the_backup_still_knows_what_changed() {
        for (int timing = 0; timing < TIMINGS; timing++) {
            var play = hotBackup(timing);
            play.prim().powerOff();
            play.pass(play.timeouts(1));
            play.prim().powerOn();
            play.pass(play.timeouts(1));
            play.start(play.prim(), Command.start);
            play.until(() -> play.prim().phase() == Phase.ALONE);
            assertThat(play.administrator().restores(play.second(), "")).isTrue();
            play.start(play.second(), Command.second);
            play.pass(play.timeouts(4));
            assertThat(play.end()).as("timing " + timing).isEmpty();
        }
    }

    @Test
    void an_interrupted_copy_goes_on_since_the_same_backup() {
        for (int timing = 0; timing < TIMINGS; timing++) {
            var play = hotBackup(timing);
            assertThat(play.administrator().restores(play.second(), "")).isTrue();
            play.start(play.second(), Command.second);
            play.until(() -> play.second().phase() == Phase.RECEIVING);
            play.prim().data.write(timing % Layout.PLACES);
            play.pass(timing * 200_000L);
            (timing % 2 == 0 ? play.second() : play.prim()).processDies(true);
            play.pass(play.timeouts(5));
            assertThat(play.end()).as("timing " + timing).isEmpty();
        }
    }

    @Test
    void a_cold_backup_is_restored_while_the_primary_goes_on() {
        int played = 0;
        for (int timing = 0; timing < TIMINGS; timing++) {
            var play = pair(timing);
            play.prim().data.write(timing % Layout.PLACES);
            play.pass(play.pulses(2));
            if (!bothStopped(play)) {
                continue; // A script of this seed takes too long.
            }
            play.administrator().marks(play.prim(), "cold");
            assertThat(play.administrator().backsUp(play.prim())).isTrue();
            play.start(play.prim(), Command.prim);
            play.until(() -> play.prim().phase() == Phase.ALONE && play.prim().ready());
            if (play.prim().phase() != Phase.ALONE) {
                continue; // It could not take its address.
            }
            played++;
            play.prim().data.write((timing + 1) % Layout.PLACES);
            play.pass(play.pulses(1));
            assertThat(play.administrator().restores(play.second(), "")).isTrue();
            assertThat(becomesSecondary(play)).as("timing " + timing).isTrue();
            assertThat(play.end()).as("timing " + timing).isEmpty();
        }
        assertThat(played).isGreaterThan(TIMINGS / 2);
    }

    /** Equal ids: only the mint tells that the log does not know what was changed. */
    @Test
    void what_is_changed_in_opened_directories_is_found() {
        for (int timing = 0; timing < TIMINGS; timing++) {
            var play = pair(timing);
            play.prim().data.write(1);
            play.pass(play.pulses(2));
            play.second().command(Command.stop);
            play.pass(play.timeouts(2));
            play.prim().command(Command.stop);
            play.pass(play.timeouts(2));
            Host changed = timing % 2 == 0 ? play.prim() : play.second();
            play.administrator().changesOutside(changed, timing % Layout.PLACES);
            play.start(play.prim(), Command.prim);
            play.pass(play.timeouts(2));
            play.prim().data.write(2);
            play.start(play.second(), Command.second);
            play.pass(play.timeouts(3));
            assertThat(play.end()).as("timing " + timing).isEmpty();
        }
    }

    @Test
    void a_swap_without_synchronization_keeps_the_old_primary_waiting() {
        int played = 0;
        for (int timing = 0; timing < TIMINGS; timing++) {
            var play = pair(timing);
            play.prim().data.write(timing % Layout.PLACES);
            play.pass(timing * 500_000L);
            play.administrator().swapsWithoutSync(timing % 2 == 0 ? play.prim() : play.second());
            play.until(() -> play.second().phase() == Phase.ALONE);
            assertThat(play.second().phase()).as("timing " + timing).isEqualTo(Phase.ALONE);
            play.second().data.write(3);
            play.until(() -> play.prim().phase() == Phase.ASKING);
            play.pass(play.timeouts(3));
            boolean disturbed = play.prim().phase() == Phase.STOPPED;
            if (disturbed || play.second().phase() != Phase.ALONE) {
                continue; // A check or an address failed, as they do in the simulation.
            }
            played++;
            assertThat(play.prim().phase()).isEqualTo(Phase.ASKING);
            play.prim().command(Command.second);
            play.until(
                    () ->
                            play.prim().phase() == Phase.SECONDARY
                                    || play.prim().phase() == Phase.STOPPED);
            assertThat(play.prim().phase()).as(play.traced()).isNotEqualTo(Phase.ASKING);
            assertThat(play.end()).as("timing " + timing).isEmpty();
        }
        assertThat(played).isGreaterThan(TIMINGS / 2);
    }

    /** A pair; seeds whose first start fails are none. */
    private static Scenario pair(int timing) {
        for (long seed = timing; ; seed += 2 * TIMINGS) {
            var play = new Scenario(seed, List.of());
            if (play.second().phase() == Phase.SECONDARY) {
                return play;
            }
        }
    }

    /** Checks before the start may fail in the simulation: then it is given again. */
    private static boolean becomesSecondary(Scenario play) {
        Host host = play.second();
        for (int i = 0; i < 10 && host.phase() != Phase.SECONDARY; i++) {
            play.start(host, Command.second);
            play.until(() -> host.phase() == Phase.SECONDARY || host.phase() == Phase.STOPPED);
        }
        return host.phase() == Phase.SECONDARY;
    }

    private static boolean bothStopped(Scenario play) {
        play.second().command(Command.stop);
        play.until(() -> play.second().phase() == Phase.STOPPED);
        play.until(() -> play.prim().phase() == Phase.ALONE && play.prim().ready());
        play.prim().command(Command.stop);
        play.until(() -> play.prim().phase() == Phase.STOPPED);
        play.pass(play.pulses(2));
        return play.prim().phase() == Phase.STOPPED && play.second().phase() == Phase.STOPPED;
    }

    /** The primary is alone, its backup is made between two writes of a place. */
    private static Scenario hotBackup(int timing) {
        for (long seed = timing; ; seed += 2 * TIMINGS) {
            var play = new Scenario(seed, List.of());
            play.second().command(Command.stop);
            play.until(() -> play.second().phase() == Phase.STOPPED);
            play.until(() -> play.prim().phase() == Phase.ALONE && play.prim().ready());
            if (play.prim().phase() == Phase.ALONE && play.prim().ready()) {
                backUp(play, timing);
                return play;
            }
        }
    }

    private static void backUp(Scenario play, int timing) {
        play.prim().data.write(timing % Layout.PLACES);
        play.administrator().marks(play.prim(), "hot");
        play.until(() -> play.administrator().backsUp(play.prim()));
        for (int place = 0; place < 3; place++) {
            play.prim().data.write((timing + place) % Layout.PLACES);
            play.pass(timing * 100_000L);
        }
    }
}
