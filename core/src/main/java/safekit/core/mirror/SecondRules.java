package safekit.core.mirror;

import safekit.core.base.ModuleState;
import safekit.core.generation.Standing;
import safekit.core.message.Message;
import safekit.core.script.Action;

/** SECONDARY and TAKING: the right to take over, claiming it, using it. */
final class SecondRules {
    private SecondRules() {}

    static void turn(Move move, boolean pulse) {
        MirrorState s = move.s;
        if (!s.grant) {
            LeaveRules.restart(move, "it no longer has the right to take over", Action.stopwait);
            return;
        }
        if (s.ending != null || PolicyRules.endOfSchedule(move)) {
            return;
        }
        Patience.lasts(s);
        claim(move, pulse);
        boolean sure = s.claiming && ServeRules.silentForSure(move);
        boolean mayTake = s.tuple.consistent() && s.tuple.standing() == Standing.SHARED;
        if (sure && mayTake && s.running >= s.reservedUntil) {
            take(move, Message.ALONE_NO_HEARTBEAT, "the primary is silent");
        }
    }

    /** Says that it intends to take over, as long as the primary is silent. */
    static void claim(Move move, boolean pulse) {
        MirrorState s = move.s;
        if (move.silence() >= s.settings.doubtNanos() && !s.claiming) {
            s.claiming = true;
            move.because("the primary is silent: claims its role");
            move.askAfresh();
        }
        if (s.claiming && pulse) {
            move.send(Verb.CLAIM, s.nonce, s.peerIncarnation);
        }
    }

    /** The primary lives. */
    static void withdraw(Move move, Beat beat) {
        MirrorState s = move.s;
        if (s.claiming && beat.nonce() == s.nonce) {
            s.claiming = false;
            move.because("the primary answered: withdraws the claim");
            move.send(Verb.WITHDRAW, s.nonce, s.peerIncarnation);
        }
    }

    /** Decides to take over; with failover off it only stops and waits. */
    static void take(Move move, Message message, String reason) {
        MirrorState s = move.s;
        if (s.ending != null) {
            return;
        }
        if (!s.failover) {
            failoverOff(move, reason);
            return;
        }
        move.log(message.line());
        Mirror.enter(move, Phase.TAKING, ModuleState.SECOND, "takes over: " + reason);
        s.claiming = false;
        s.grant = false;
        if (message != Message.ALONE_REMOTE_STOP && s.settings.witness()) {
            move.testWitness();
        } else {
            close(move);
        }
    }

    static void failoverOff(Move move, String reason) {
        move.log(Message.FAILOVER_OFF.line());
        move.log(Message.STOPSTART_BY_FAILOVER_OFF.line());
        move.log(Message.FAILOVER_OFF_STOPSTART.line());
        LeaveRules.restart(move, "failover is off: " + reason, Action.stopstart);
    }

    static void witnessed(Move move, boolean reached) {
        if (reached) {
            move.listenOnceMore();
        } else {
            move.persist(move.s.tuple.stale());
            LeaveRules.restart(
                    move, "the primary is silent and so is the witness", Action.stopwait);
        }
    }

    static void takingTurn(Move move) {
        if (move.listened()) {
            close(move);
        }
    }

    private static void close(Move move) {
        ServeRules.endSession(move);
        move.settleThen(MirrorState.Pending.TAKE);
    }

    /** Everything received is applied and synced: the new id, then the application. */
    static void takeOver(Move move) {
        MirrorState s = move.s;
        if (s.phase != Phase.TAKING) {
            return;
        }
        s.role = ModuleState.ALONE;
        ServeRules.serveAlone(move, s.tuple.takenOver(move.fresh()), "took over");
    }
}
