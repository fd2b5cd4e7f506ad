package safekit.core.mirror;

import safekit.core.base.ModuleState;
import safekit.core.generation.Tuple;
import safekit.core.message.Message;
import safekit.core.script.Action;

/** The receiver of a reintegration: from ASKING to SECONDARY (section 3). */
final class ReceiveRules {
    private ReceiveRules() {}

    static void begin(Move move, Control.Begin begin) {
        MirrorState s = move.s;
        boolean expected =
                s.phase == Phase.ASKING
                        && begin.sender().incarnation() == s.peerIncarnation
                        && (s.order.command() == Command.start
                                || s.order.command() == Command.second);
        BeatRules.heard(move, BeatRules.STREAM, begin.sender());
        if (!expected || s.phase != Phase.ASKING) {
            return;
        }
        s.session = begin.session();
        s.blocked = false;
        s.receiver = false;
        move.askAfresh();
        Mirror.enter(move, Phase.RECEIVING, ModuleState.SECOND, "reintegration begins");
        move.persist(s.tuple.receiving());
        move.control(new Control.Begun(s.session, s.tuple));
        move.add(new Effect.Receive(s.session));
        move.scripts(ModuleState.SECOND, Action.start);
    }

    /** Step (1) when everything received is on the disk. */
    static void shared(Move move, Control.Shared shared) {
        MirrorState s = move.s;
        if (s.phase == Phase.RECEIVING && shared.session() == s.session) {
            s.sharedBy = shared.sender();
            move.settleThen(MirrorState.Pending.STEP1);
        }
    }

    static void step1(Move move) {
        MirrorState s = move.s;
        Tuple sender = s.sharedBy;
        if (s.phase != Phase.RECEIVING || sender == null) {
            return;
        }
        s.sharedBy = null;
        move.because("holds everything under the shared id");
        move.add(new Effect.WriteAnchor(sender.id(), s.tuple.anchor()));
        s.anchorHolds = true;
        move.persist(s.tuple.step1(sender, s.settings.peerName(), move.boot(true)));
        move.add(new Effect.ForgetLogs(s.tuple));
        move.control(new Control.Held(s.session));
    }

    /** Step (3): the right to take over. */
    static void granted(Move move, long session) {
        MirrorState s = move.s;
        if (s.phase != Phase.RECEIVING || session != s.session) {
            return;
        }
        move.persist(s.tuple.step3());
        Patience.granted(move);
        s.grant = true;
        s.heardAt = s.running;
        s.reintegrationFailed = false;
        s.syncDone = s.settings.scheduled();
        s.order = Order.AUTOMATIC;
        Mirror.enter(move, Phase.SECONDARY, ModuleState.SECOND, "may take over");
        move.log(Message.UPTODATE.line());
        s.presync = MirrorState.Presync.NONE;
        ScriptRows.hook(move, "_rfs_postsync");
        move.reach(Task.Milestone.READY);
    }

    static void turn(Move move) {
        MirrorState s = move.s;
        long timeout = s.settings.timeoutNanos();
        if (s.running - s.streamHeardAt > timeout || move.silence() >= timeout) {
            LeaveRules.restart(move, "the sender is silent", Action.stopwait);
        }
    }
}
