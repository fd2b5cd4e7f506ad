package safekit.core.mirror;

import safekit.core.message.Message;
import safekit.core.script.Action;

/**
 * What fails beyond repair on this node: its extent log, its disk, or an operation that it should
 * apply (spec 04 section 6, docs/generations.md section 7).
 */
final class FailRules {
    private FailRules() {}

    /**
     * A node that serves goes on unreplicated, after the secondary knows it durably; one that does
     * not serve may lack what it confirmed, so it must receive.
     */
    static void replicationFailed(Move move, String why) {
        MirrorState s = move.s;
        String failure = "replication failed: " + why;
        move.because(failure);
        switch (s.phase) {
            case PRIMARY, HANDING, ALONE -> {
                degrade(move);
                switch (s.phase) {
                    case PRIMARY -> ServeRules.drop(move, failure);
                    case HANDING -> SwapRules.giveUp(move, failure);
                    default -> degradedAlone(move, failure);
                }
            }
            case RECEIVING, SECONDARY, ACCEPTING -> {
                Patience.failed(move, failure);
                move.persist(s.tuple.stale().doubtful());
                LeaveRules.restart(move, failure, Action.stopwait);
            }
            case TAKING, RESIGNING, CLOSING, ASKING -> doubt(move);
            case STARTING, RISING, LEAVING, STOPPED -> {}
        }
    }

    private static void degrade(Move move) {
        if (move.s.degraded) {
            return;
        }
        move.s.degraded = true;
        move.log(Message.REPLICATION_DEGRADED.line());
        move.resource("rfs.degraded", "up", "nfsadmin");
    }

    /** Under an id that was offered nothing is acknowledged alone: then the mint comes first. */
    private static void degradedAlone(Move move, String failure) {
        MirrorState s = move.s;
        SendRules.loseReceiver(move, failure);
        if (s.pending != MirrorState.Pending.MINT_REINTEGRATION) {
            move.persist(s.tuple.logInvalid());
            move.acknowledge(Effect.AckRule.ALONE);
        }
    }

    /** What a decision rests on is not on the disk, and will not be. */
    static void settleFailed(Move move, Event.SettleFailed failed) {
        MirrorState s = move.s;
        if (failed.token() == s.settleToken) {
            var pending = s.pending;
            move.forgetPending();
            decisionFailed(move, pending, failed.why());
        } else if (failed.token() == s.drainToken) {
            drainFailed(move, failed.why());
        }
    }

    private static void decisionFailed(Move move, MirrorState.Pending pending, String why) {
        MirrorState s = move.s;
        switch (pending) {
            case NONE -> {}
            case CAPTURE -> PolicyRules.captureFailed(move, why);
            case STEP0 -> SendRules.loseReceiver(move, why);
            case RISE -> {
                doubt(move);
                LeaveRules.unable(move, why);
            }
            case TAKE, STEP1 -> {
                Patience.failed(move, why);
                move.persist(s.tuple.stale().doubtful());
                LeaveRules.restart(move, why, Action.stopwait);
            }
            case MINT_SILENT, MINT_RELEASED -> {
                doubt(move);
                LeaveRules.stopServing(move, why);
            }
            case MINT_REINTEGRATION, RESIGN, CLOSE -> {
                doubt(move);
                Mirror.goOn(move, pending);
            }
        }
    }

    private static void drainFailed(Move move, String why) {
        MirrorState s = move.s;
        switch (s.phase) {
            case LEAVING -> {
                doubt(move);
                LeaveRules.stopServing(move, why);
            }
            case HANDING -> SwapRules.giveUp(move, why);
            case ALONE -> {
                if (s.ending != null) {
                    doubt(move);
                    LeaveRules.close(move, s.ending);
                }
            }
            default -> {}
        }
    }

    /** Its standing stays: the peer may have lost more than this node. */
    private static void doubt(Move move) {
        move.persist(move.s.tuple.doubtful());
    }
}
