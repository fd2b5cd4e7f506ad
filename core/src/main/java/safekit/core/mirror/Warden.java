package safekit.core.mirror;

import java.util.ArrayList;
import java.util.List;
import safekit.core.base.DisplayState;
import safekit.core.base.ModuleState;
import safekit.core.base.Substate;
import safekit.core.generation.Meeting;
import safekit.core.generation.PairRole;
import safekit.core.generation.Standing;
import safekit.core.generation.Standpoint;
import safekit.core.generation.Tuple;

/**
 * What safeadmin says and decides for one mirror module while no module process runs: it stands in
 * on the heartbeats, so that the peer knows at once and need not wait for silence. Pure.
 */
public final class Warden {
    private Warden() {}

    /**
     * What safeadmin knows of the module.
     *
     * @param settings the module's configuration
     * @param tuple what is durable, read again whenever a process ends
     * @param dead the greatest incarnation that is known to be dead
     * @param sequence of the beats of this standing in
     * @param bootId the kernel's boot
     * @param anchorHolds whether the directories carry the tuple's anchor
     * @param nextPulseAt when the next beat is due, CLOCK_BOOTTIME nanoseconds
     * @param reservedUntil until then a peer was promised that nothing is decided here
     */
    public record State(
            Settings settings,
            Tuple tuple,
            long dead,
            long sequence,
            long bootId,
            boolean anchorHolds,
            long nextPulseAt,
            long reservedUntil) {

        /** How long the promise lasts from now on. */
        public long reservedNanos(long now) {
            return Math.max(0, reservedUntil - now);
        }

        /**
         * Whether a process that ended without an order was a primary: it restarts as a receiver as
         * long as its peer may take over.
         */
        public boolean diedAsPrimary() {
            return tuple.standing() == Standing.SHARED && tuple.lastRole() == PairRole.PRIM;
        }

        private State said() {
            return new State(
                    settings,
                    tuple,
                    dead,
                    sequence + 1,
                    bootId,
                    anchorHolds,
                    nextPulseAt,
                    reservedUntil);
        }

        private State with(Tuple newTuple) {
            return new State(
                    settings,
                    newTuple,
                    dead,
                    sequence,
                    bootId,
                    anchorHolds,
                    nextPulseAt,
                    reservedUntil);
        }

        private State pulseAt(long time) {
            return new State(
                    settings, tuple, dead, sequence, bootId, anchorHolds, time, reservedUntil);
        }

        private State reservedTo(long time) {
            return new State(
                    settings, tuple, dead, sequence, bootId, anchorHolds, nextPulseAt, time);
        }
    }

    /**
     * What follows: the next state and effects ({@link Effect.Persist}, {@link Effect.SendBeat}).
     */
    public record Step(State next, List<Effect> effects) {}

    /** No process runs from now on; every incarnation up to {@code dead} is gone. */
    public static State standIn(
            Settings settings,
            Tuple tuple,
            long dead,
            long bootId,
            boolean anchorHolds,
            long now,
            long reservedUntil) {
        return new State(settings, tuple, dead, 0, bootId, anchorHolds, now, reservedUntil);
    }

    /** Time passed: a beat each pulse tells the peer that no process runs. */
    public static Step turn(State state, long now) {
        if (now < state.nextPulseAt()) {
            return new Step(state, List.of());
        }
        State next = state.pulseAt(now + state.settings().pulseNanos()).said();
        return new Step(next, List.of(new Effect.SendBeat(beat(next, Verb.NONE, 0, 0, 0))));
    }

    /** A beat of the peer arrived. */
    public static Step heard(State state, long now, Beat beat) {
        if (beat.node() != state.settings().peerNode()) {
            return new Step(state, List.of());
        }
        var effects = new ArrayList<Effect>();
        State next = state;
        if (beat.verb() == Verb.ASK) {
            next = yieldSole(next, beat, effects);
            next = next.reservedTo(now + state.settings().timeoutNanos());
        }
        Verb answer =
                switch (beat.verb()) {
                    case ASK -> Verb.ANSWER;
                    case OFFER -> Verb.REFUSE;
                    case CLAIM, DROP, RESIGN, SWAP_OFFER -> Verb.DEAD;
                    default -> Verb.NONE;
                };
        if (answer != Verb.NONE) {
            next = next.said();
            effects.add(
                    new Effect.SendBeat(
                            beat(
                                    next,
                                    answer,
                                    beat.nonce(),
                                    beat.incarnation(),
                                    beat.verbSession())));
        }
        return new Step(next, effects);
    }

    /** Before an answer that makes the peer the source, a SOLE node says STALE, durably. */
    private static State yieldSole(State state, Beat beat, List<Effect> effects) {
        Tuple tuple = state.tuple();
        if (tuple.standing() != Standing.SOLE) {
            return state;
        }
        var self =
                new Standpoint(
                        tuple,
                        false,
                        holds(state),
                        state.anchorHolds(),
                        state.settings().node(),
                        state.settings().name());
        var meeting = state.settings().meeting(self, beat.standpoint(state.settings().peerName()));
        if (meeting.source() != Meeting.Source.PEER) {
            return state;
        }
        effects.add(new Effect.Persist(tuple.stale()));
        return state.with(tuple.stale());
    }

    /** Any process of before is gone, so a boot that is bound to one does not hold. */
    private static boolean holds(State state) {
        return !state.settings().obeys(SafetyRule.BOOT_IN_SOURCE_ORDER)
                || state.tuple().boot().holds(state.bootId(), 0);
    }

    private static Beat beat(State state, Verb verb, long nonce, long to, long about) {
        return new Beat(
                state.settings().node(),
                0,
                state.sequence(),
                to,
                Phase.STOPPED,
                new DisplayState(ModuleState.STOP, Substate.NotReady),
                false,
                false,
                false,
                false,
                false,
                false,
                true,
                holds(state),
                state.anchorHolds(),
                0,
                state.tuple(),
                state.dead(),
                verb,
                nonce,
                about);
    }
}
