package safekit.core.mirror;

import safekit.core.base.ModuleState;
import safekit.core.generation.Meeting;
import safekit.core.generation.Tuple;

/** The sender of a reintegration: ALONE, from the receiver's join to PRIMARY (section 3). */
final class SendRules {
    private SendRules() {}

    /** A receiver asks to begin. */
    static void join(Move move, Beat receiver) {
        MirrorState s = move.s;
        BeatRules.heard(move, BeatRules.STREAM, receiver);
        boolean free = s.phase == Phase.ALONE && s.reintegration == MirrorState.Reintegration.NONE;
        boolean captures = s.pending == MirrorState.Pending.CAPTURE;
        boolean fit = free && !captures && !s.frozen && !s.degraded && s.ending == null;
        if (!fit) {
            move.because("a join is not answered in " + s.phase);
            return;
        }
        Meeting meeting = move.meeting(receiver);
        boolean ours = meeting.source() == Meeting.Source.SELF && !StartRules.differs(s, receiver);
        if (!ours && s.settings.replicated()) {
            move.because("a join is refused: " + meeting.relation());
            return;
        }
        s.session = move.fresh();
        s.peerIncarnation = receiver.incarnation();
        s.streamUp = true;
        s.streamHeardAt = s.running;
        progress(s);
        s.reintegration = MirrorState.Reintegration.OPENED;
        int log = s.tuple.logs().next();
        move.because("reintegration begins: " + meeting.relation());
        move.persist(s.tuple.sending(log));
        move.add(new Effect.Track(log));
        move.control(new Control.Begin(s.session, move.beat(Verb.NONE, 0, s.peerIncarnation, 0)));
    }

    /** The receiver's data is a mixture from now on: send what differs. */
    static void begun(Move move, Control.Begun begun) {
        MirrorState s = move.s;
        if (begun.session() != s.session
                || s.reintegration != MirrorState.Reintegration.OPENED
                || s.phase != Phase.ALONE) {
            return;
        }
        progress(s);
        s.reintegration = MirrorState.Reintegration.COPYING;
        Meeting.Copy plan = Meeting.copy(s.tuple, begun.receiver());
        move.because("copies " + plan);
        move.add(new Effect.Copy(s.session, plan, begun.receiver()));
    }

    /** Everything is on the receiver's disk: now ours, then step (0). */
    static void copied(Move move, long session) {
        MirrorState s = move.s;
        if (session != s.session || s.reintegration != MirrorState.Reintegration.COPYING) {
            return;
        }
        progress(s);
        s.reintegration = MirrorState.Reintegration.SYNCING;
        move.settleThen(MirrorState.Pending.STEP0, SafetyRule.SYNC_BEFORE_STEP0);
    }

    static void step0(Move move) {
        MirrorState s = move.s;
        if (s.phase != Phase.ALONE || s.reintegration != MirrorState.Reintegration.SYNCING) {
            return;
        }
        progress(s);
        s.reintegration = MirrorState.Reintegration.OFFERED;
        move.because("offers a shared id");
        move.acknowledge(Effect.AckRule.PAIRED);
        if (s.settings.obeys(SafetyRule.FRESH_SHARED_ID)) {
            move.persist(s.tuple.step0(move.fresh(), move.boot(false)));
        }
        move.control(new Control.Shared(s.session, s.tuple));
    }

    /** Step (2): the two are one. */
    static void held(Move move, long session) {
        MirrorState s = move.s;
        boolean offered = s.reintegration == MirrorState.Reintegration.OFFERED;
        boolean free = s.phase == Phase.ALONE && !s.frozen;
        if (session != s.session || !offered || !free) {
            return;
        }
        if (s.pending != MirrorState.Pending.NONE) {
            return;
        }
        s.reintegration = MirrorState.Reintegration.NONE;
        s.reintegrationFailed = false;
        s.swapTried = false;
        s.streamHeardAt = s.running;
        s.checkpointAt = s.running;
        move.add(new Effect.WriteAnchor(s.tuple.id(), s.tuple.anchor()));
        s.anchorHolds = true;
        Tuple t = s.tuple.step2(s.settings.peerName(), move.boot(false));
        move.persist(t);
        move.add(new Effect.ForgetLogs(t));
        Mirror.enter(move, Phase.PRIMARY, ModuleState.PRIM, "the secondary holds everything");
        move.control(new Control.Granted(session));
        if (s.ending == null) {
            ScriptRows.change(
                    move,
                    ModuleState.PRIM,
                    ScriptRows.peerDriven(ModuleState.ALONE, ModuleState.PRIM));
            move.reach(Task.Milestone.READY);
        }
    }

    static void turn(Move move) {
        MirrorState s = move.s;
        if (s.reintegration == MirrorState.Reintegration.NONE) {
            return;
        }
        if (s.running - s.streamHeardAt > s.settings.timeoutNanos()) {
            loseReceiver(move, "the stream is silent");
        }
    }

    /** The receiver is gone before the end: what it holds is covered by base and offered ids. */
    static void loseReceiver(Move move, String why) {
        MirrorState s = move.s;
        if (s.phase != Phase.ALONE || s.reintegration == MirrorState.Reintegration.NONE) {
            return;
        }
        if (s.pending == MirrorState.Pending.MINT_REINTEGRATION) {
            return;
        }
        move.because("the receiver is lost: " + why);
        if (s.reintegration == MirrorState.Reintegration.OFFERED) {
            s.frozen = true;
            move.settleThen(MirrorState.Pending.MINT_REINTEGRATION);
            return;
        }
        move.forgetPending();
        ServeRules.endSession(move);
    }

    /** A receiver that may hold the offered id is gone: a new id before acknowledging alone. */
    static void mint(Move move) {
        MirrorState s = move.s;
        if (s.phase == Phase.ALONE) {
            Tuple t = move.minted();
            ServeRules.serveAlone(move, s.degraded ? t.logInvalid() : t, "goes on alone");
            LeaveRules.closedAndDrained(move);
        }
    }

    private static void progress(MirrorState s) {
        s.progressAt = s.running;
    }
}
