package safekit.node.warden;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import safekit.core.base.DisplayState;
import safekit.core.base.ModuleState;
import safekit.core.base.Substate;
import safekit.core.generation.Standing;
import safekit.core.generation.Tuple;
import safekit.core.mirror.Beat;
import safekit.core.mirror.Phase;
import safekit.core.mirror.Verb;
import safekit.node.heartbeat.HeardBeats;
import safekit.node.heartbeat.Heartbeats;
import safekit.node.module.ModuleSetup;
import safekit.node.module.TestHome;
import safekit.node.store.TupleFile;

/** safeadmin stands in on real heartbeat ports; the peer is a bare heartbeat. */
final class ModuleWardenTest {
    private static final long DEAD = 5L << 16;

    @TempDir Path directory;

    private final HeardBeats all = new HeardBeats();

    private ModuleSetup own;
    private ModuleSetup peer;

    @BeforeEach
    void configure() throws Exception {
        own = setup("node1");
        peer = setup("node2");
    }

    private ModuleSetup setup(String name) throws Exception {
        var home = new TestHome(directory.resolve(name), 20, "", "");
        return ModuleSetup.read(home.module, 1, name);
    }

    @Test
    void tells_the_peer_each_pulse_that_no_process_runs_and_again_after_a_restart()
            throws Exception {
        try (var _ = heartbeats()) {
            for (int restart = 0; restart < 3; restart++) {
                all.heard.clear();
                ModuleWarden warden = ModuleWarden.start(own, DEAD, true, 0);
                Beat beat = await(each -> true);
                assertThat(beat.standIn()).isTrue();
                assertThat(beat.dead()).isEqualTo(DEAD | 0xffff);
                assertThat(beat.state().toString()).isEqualTo("STOP NotReady");
                warden.stop();
            }
            assertThat(all.refused).isEmpty();
        }
    }

    @Test
    void answers_a_question_reserves_the_decision_and_gives_way_durably() throws Exception {
        Tuple alone = Tuple.empty(0).first(77);
        try (var file = TupleFile.open(own.home().tupleSlots(), alone)) {
            assertThat(file.tuple().standing()).isEqualTo(Standing.SOLE);
        }
        try (var heartbeats = heartbeats()) {
            ModuleWarden warden = ModuleWarden.start(own, DEAD, true, 0);
            assertThat(warden.reservedNanos()).isZero();
            Tuple ahead = alone.minted(78);
            heartbeats.send(ask(ahead));
            Beat answer = await(each -> each.verb() == Verb.ANSWER);
            assertThat(answer.nonce()).isEqualTo(4711);
            assertThat(answer.tuple().standing()).isEqualTo(Standing.STALE);
            assertThat(warden.reservedNanos()).isPositive();
            warden.stop();
        }
        try (var file = TupleFile.open(own.home().tupleSlots(), alone)) {
            assertThat(file.tuple()).isEqualTo(alone.stale());
        }
    }

    private Heartbeats heartbeats() throws Exception {
        return Heartbeats.open(peer.identity(), peer.key(), peer.routes(), 0, all);
    }

    private Beat await(Predicate<Beat> wanted) throws InterruptedException {
        Beat beat = all.heard.poll(10, TimeUnit.SECONDS);
        while (beat != null && !wanted.test(beat)) {
            beat = all.heard.poll(10, TimeUnit.SECONDS);
        }
        if (beat == null) {
            throw new AssertionError("no such beat came");
        }
        return beat;
    }

    private static Beat ask(Tuple tuple) {
        var shown = new DisplayState(ModuleState.WAIT, Substate.Transient);
        return HeardBeats.beat(1, 9L << 16, 1, Phase.ASKING, shown, false, tuple, Verb.ASK, 4711);
    }
}
