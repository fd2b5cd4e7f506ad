package safekit.core.mirror;

import safekit.core.generation.Meeting;
import safekit.core.generation.Standing;
import safekit.core.message.Message;
import safekit.core.script.Action;

/** What the verb of a heartbeat means in each phase. */
final class VerbRules {
    private VerbRules() {}

    static void heard(Move move, Beat beat) {
        MirrorState s = move.s;
        boolean mine = beat.toIncarnation() == s.incarnation;
        boolean mySession = beat.verbSession() == s.session && s.session != 0;
        switch (beat.verb()) {
            case NONE, DEAD -> {}
            case ASK -> asked(move, beat);
            case ANSWER -> {
                if (mine && beat.nonce() == s.nonce) {
                    answered(move, beat);
                }
            }
            case CLAIM -> claimed(move, beat);
            case ALIVE -> SecondRules.withdraw(move, beat);
            case WITHDRAW -> s.claimHeard = s.claimHeard && !mySession;
            case DROP -> dropAsked(move, beat);
            case DROPPED -> ServeRules.dropped(move, beat);
            case OFFER -> offered(move, beat, mySession);
            case ACCEPT -> LeaveRules.accepted(move, beat);
            case REFUSE -> LeaveRules.refused(move, beat);
            case KEEP -> LeaveRules.kept(move, beat);
            case STOPPED -> {
                if (s.phase == Phase.SECONDARY && s.accepted && s.grant && mySession) {
                    SecondRules.take(move, Message.ALONE_REMOTE_STOP, "remote stop");
                }
            }
            case RESIGN -> {
                if (mySession && s.phase == Phase.PRIMARY) {
                    ServeRules.drop(move, "it stops");
                } else if (mySession && s.phase == Phase.ALONE) {
                    SendRules.loseReceiver(move, "it stops");
                }
            }
            case SWAP_OFFER -> SwapRules.offered(move, beat);
            case SWAP_ACCEPT -> SwapRules.agreed(move, beat);
            case SWAP_ASK_NOSYNC -> {
                if (mySession) {
                    SwapRules.withoutSync(move);
                }
            }
            case SWAP_ASK -> s.swapWanted |= s.phase == Phase.PRIMARY && mySession;
        }
    }

    private static void asked(Move move, Beat beat) {
        MirrorState s = move.s;
        s.reservedUntil = s.running + s.settings.timeoutNanos();
        boolean automatic = s.order.command() == Command.start;
        if (beat.prim() && s.phase == Phase.ASKING && automatic) {
            move.askAfresh();
            s.primReservedUntil = s.running + s.settings.timeoutNanos();
        }
        boolean idle = !s.serving() && s.phase != Phase.RISING;
        if (idle
                && s.tuple.standing() == Standing.SOLE
                && move.meeting(beat).source() == Meeting.Source.PEER) {
            move.because("the peer will be the source: says so durably before it answers");
            move.persist(s.tuple.stale());
        }
        move.send(Verb.ANSWER, beat.nonce(), beat.incarnation());
    }

    private static void answered(Move move, Beat beat) {
        MirrorState s = move.s;
        boolean sameId = beat.tuple().id() == s.tuple.id();
        boolean held =
                sameId
                        && beat.phase() == Phase.SECONDARY
                        && beat.session() == s.session
                        && beat.grant();
        switch (s.phase) {
            case ASKING -> StartRules.answered(move, beat);
            case PRIMARY -> {
                if (s.lostRight) {
                    answeredAfterPause(move, beat, held, sameId);
                }
            }
            case LEAVING, HANDING -> s.lostRight = s.lostRight && !held;
            default -> {}
        }
    }

    private static void answeredAfterPause(Move move, Beat beat, boolean held, boolean sameId) {
        MirrorState s = move.s;
        boolean engaged =
                beat.serving() || beat.phase() == Phase.TAKING || beat.phase() == Phase.RISING;
        if (held) {
            s.lostRight = false;
        } else if (!sameId) {
            LeaveRules.giveWay(move, "the peer holds other data after the pause");
        } else if (!engaged) {
            s.lostRight = false;
            ServeRules.drop(move, "it left the session during the pause");
        }
    }

    private static void claimed(Move move, Beat beat) {
        MirrorState s = move.s;
        boolean mySession = beat.verbSession() == s.session && s.session != 0;
        if (!mySession) {
            return;
        }
        switch (s.phase) {
            case ACCEPTING -> {
                if (s.grant) {
                    SwapRules.steppedDown(move);
                }
            }
            case PRIMARY, LEAVING, HANDING -> {
                if (!s.claimHeard && s.claimLastAt < s.running - s.settings.timeoutNanos()) {
                    s.claimFirstAt = s.running;
                }
                s.claimHeard = true;
                s.claimLastAt = s.running;
                s.frozen = true;
                move.send(Verb.ALIVE, beat.nonce(), beat.incarnation());
            }
            default -> {}
        }
    }

    private static void dropAsked(Move move, Beat beat) {
        MirrorState s = move.s;
        boolean mySession = beat.verbSession() == s.session && s.session != 0;
        switch (s.phase) {
            case SECONDARY, ACCEPTING -> {
                if (mySession) {
                    s.grant = false;
                    move.persist(s.tuple.stale());
                    move.send(Verb.DROPPED, beat.nonce(), beat.incarnation(), beat.verbSession());
                    LeaveRules.restart(move, "the primary dropped this node", Action.stopwait);
                }
            }
            case RECEIVING -> {
                if (mySession) {
                    move.send(Verb.DROPPED, beat.nonce(), beat.incarnation(), beat.verbSession());
                    LeaveRules.restart(move, "the sender dropped this node", Action.stopwait);
                }
            }
            case RESIGNING -> {
                move.persist(s.tuple.stale());
                s.grant = false;
                move.send(Verb.DROPPED, beat.nonce(), beat.incarnation(), beat.verbSession());
            }
            case STARTING, ASKING, CLOSING ->
                    move.send(Verb.DROPPED, beat.nonce(), beat.incarnation(), beat.verbSession());
            default -> {}
        }
    }

    private static void offered(Move move, Beat beat, boolean mySession) {
        MirrorState s = move.s;
        boolean candidate = s.phase == Phase.SECONDARY && mySession && s.ending == null;
        if (candidate && s.grant) {
            s.accepted = s.failover;
            move.send(s.failover ? Verb.ACCEPT : Verb.KEEP, beat.nonce(), beat.incarnation());
            return;
        }
        boolean deciding = s.phase == Phase.TAKING || s.phase == Phase.RISING || s.serving();
        if (!deciding) {
            move.send(Verb.REFUSE, beat.nonce(), beat.incarnation());
        }
    }
}
