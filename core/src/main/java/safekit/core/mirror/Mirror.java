package safekit.core.mirror;

import java.util.List;
import safekit.core.base.Check;
import safekit.core.base.ModuleState;
import safekit.core.script.Action;

/**
 * Which role one node of a mirror takes, and when (docs/generations.md, spec 07). Pure: the same
 * state and event give the same step.
 */
public final class Mirror {
    private Mirror() {}

    /**
     * What follows from an event.
     *
     * @param next the state from now on
     * @param reason why, in words; empty when nothing was decided
     * @param effects what the edge does, in this order
     */
    public record Step(MirrorState next, String reason, List<Effect> effects) {}

    /** Decides. */
    public static Step step(MirrorState state, Event event) {
        var move = new Move(state.copy());
        if (event instanceof Event.Started started) {
            StartRules.begin(move, started);
        } else {
            Check.that(move.s.phase != Phase.STOPPED, "only a started machine sees events");
            OwnTime.passed(move, event.now());
            Display.peer(move);
            dispatch(move, event);
        }
        TaskRules.next(move);
        PolicyRules.answerIfGivenUp(move);
        Display.refresh(move);
        return new Step(move.s, move.reason(), move.effects());
    }

    /** When the next {@link Event.Turn} is due, CLOCK_BOOTTIME nanoseconds. */
    public static long wakeAt(MirrorState state) {
        return state.turnedAt + state.settings.pulseNanos() / 2;
    }

    private static void dispatch(Move move, Event event) {
        switch (event) {
            case Event.Started _ -> throw new AssertionError("handled by step");
            case Event.Turn _ -> turn(move);
            case Event.BeatHeard heard -> BeatRules.heard(move, heard.lan(), heard.beat());
            case Event.ControlHeard heard -> control(move, heard.control());
            case Event.StreamUp _ -> StartRules.streamUp(move);
            case Event.StreamDown down -> streamDown(move, down.why());
            case Event.StreamHeard _ -> move.s.streamHeardAt = move.s.running;
            case Event.Settled settled -> settled(move, settled.token());
            case Event.SettleFailed failed -> FailRules.settleFailed(move, failed);
            case Event.Drained drained -> LeaveRules.drained(move, drained.token());
            case Event.Copied copied -> SendRules.copied(move, copied.session());
            case Event.Checkpointed done -> ServeRules.checkpointed(move, done.token());
            case Event.Stalled stalled -> ServeRules.stalled(move, stalled);
            case Event.ReplicationFailed failed -> FailRules.replicationFailed(move, failed.why());
            case Event.WitnessTested tested -> witness(move, tested);
            case Event.TaskEnded ended -> TaskRules.ended(move, ended);
            case Event.Ordered ordered -> CommandRules.ordered(move, ordered);
            case Event.FailoverSet set -> move.s.failover = set.on();
            case Event.WaitRule rule -> move.s.waitRule = rule.label();
            case Event.PolicyAsked asked -> PolicyRules.asked(move, asked);
            case Event.SyncDue sync -> move.s.syncDue = sync.due();
            case Event.ForceUptodate force -> move.s.forceUptodate = force.holds();
        }
    }

    private static void turn(Move move) {
        MirrorState s = move.s;
        boolean pulse = s.running >= s.nextPulseAt;
        if (pulse) {
            s.nextPulseAt = s.running + s.settings.pulseNanos();
            move.send(Verb.NONE, 0, s.peerIncarnation);
        }
        switch (s.phase) {
            case ASKING -> StartRules.turn(move, pulse);
            case ALONE -> SendRules.turn(move);
            case PRIMARY -> ServeRules.turn(move, pulse);
            case RECEIVING -> ReceiveRules.turn(move);
            case SECONDARY -> SecondRules.turn(move, pulse);
            case ACCEPTING -> SwapRules.acceptingTurn(move, pulse);
            case HANDING -> SwapRules.handingTurn(move, pulse);
            case LEAVING -> LeaveRules.leavingTurn(move, pulse);
            case RESIGNING -> LeaveRules.resigningTurn(move, pulse);
            case CLOSING -> LeaveRules.closingTurn(move, pulse);
            case RISING -> StartRules.risingTurn(move);
            case TAKING -> SecondRules.takingTurn(move);
            case STARTING, STOPPED -> {}
        }
    }

    private static void control(Move move, Control control) {
        move.s.streamHeardAt = move.s.running;
        switch (control) {
            case Control.Pulse(Beat beat) -> BeatRules.heard(move, BeatRules.STREAM, beat);
            case Control.Join join -> SendRules.join(move, join.receiver());
            case Control.Begin begin -> ReceiveRules.begin(move, begin);
            case Control.Begun begun -> SendRules.begun(move, begun);
            case Control.Shared shared -> ReceiveRules.shared(move, shared);
            case Control.Held held -> SendRules.held(move, held.session());
            case Control.Granted granted -> ReceiveRules.granted(move, granted.session());
        }
    }

    private static void streamDown(Move move, String why) {
        move.s.streamUp = false;
        switch (move.s.phase) {
            case ASKING -> move.s.joinedAt = move.s.running - move.s.settings.joinRetryNanos();
            case ALONE -> SendRules.loseReceiver(move, "the stream ended: " + why);
            case PRIMARY -> ServeRules.drop(move, "the stream ended: " + why);
            case HANDING -> SwapRules.giveUp(move, "the stream ended: " + why);
            case RECEIVING -> LeaveRules.restart(move, "the stream ended: " + why, Action.stopwait);
            default -> {}
        }
    }

    private static void settled(Move move, long token) {
        MirrorState s = move.s;
        if (token != s.settleToken) {
            return;
        }
        var pending = s.pending;
        move.forgetPending();
        goOn(move, pending);
    }

    /** The disk holds what the decision rests on. */
    static void goOn(Move move, MirrorState.Pending pending) {
        switch (pending) {
            case NONE -> {}
            case RISE -> StartRules.rise(move);
            case TAKE -> SecondRules.takeOver(move);
            case MINT_SILENT -> ServeRules.mintSilent(move);
            case MINT_RELEASED -> ServeRules.mint(move);
            case MINT_REINTEGRATION -> SendRules.mint(move);
            case CAPTURE -> PolicyRules.captured(move);
            case STEP0 -> SendRules.step0(move);
            case STEP1 -> ReceiveRules.step1(move);
            case RESIGN -> LeaveRules.resign(move);
            case CLOSE -> LeaveRules.synced(move);
        }
    }

    private static void witness(Move move, Event.WitnessTested tested) {
        MirrorState s = move.s;
        if (tested.token() != s.witnessToken) {
            return;
        }
        s.witnessToken = 0;
        switch (s.phase) {
            case RISING -> StartRules.witnessed(move, tested.reached());
            case TAKING -> SecondRules.witnessed(move, tested.reached());
            case PRIMARY, HANDING -> ServeRules.witnessed(move, tested.reached());
            default -> {}
        }
    }

    /** Shared by the rules: the role shown to users, with its scripts queued. */
    static void enter(Move move, Phase phase, ModuleState role, String reason) {
        move.because(reason);
        move.s.phase = phase;
        move.s.role = role;
    }
}
