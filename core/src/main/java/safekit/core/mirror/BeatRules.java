package safekit.core.mirror;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import safekit.core.generation.Meeting;
import safekit.core.message.Message;
import safekit.core.script.Action;

/** What the status of a heartbeat means in each phase; {@link VerbRules} goes on with its verb. */
final class BeatRules {
    /** Number of the stream among the channels of beats. */
    static final int STREAM = -1;

    private BeatRules() {}

    static void heard(Move move, int lan, Beat beat) {
        MirrorState s = move.s;
        if (beat.node() != s.settings.peerNode()) {
            return;
        }
        if (lan == STREAM) {
            s.streamHeardAt = s.running;
        } else if (!beat.standIn()) {
            hearLan(s, lan);
        }
        if (!newer(s.peer, beat)) {
            return;
        }
        s.peer = beat;
        s.heardAt = s.running;
        Display.peer(move);
        if (!beat.serving()) {
            s.splitSeen = false;
        }
        if (beat.standIn()) {
            standIn(move, beat);
        } else {
            status(move, beat);
        }
        VerbRules.heard(move, beat);
    }

    private static void hearLan(MirrorState s, int lan) {
        var heard = new ArrayList<>(s.lanHeardAt);
        heard.set(lan, s.running);
        s.lanHeardAt = heard;
    }

    /** Order of what a peer says: its runs, each followed by safeadmin's standing in for it. */
    static boolean newer(@Nullable Beat known, Beat beat) {
        if (known == null) {
            return true;
        }
        int order = Long.compare(era(beat), era(known));
        order = order != 0 ? order : Boolean.compare(beat.standIn(), known.standIn());
        order = order != 0 ? order : Long.compare(beat.sequence(), known.sequence());
        return order > 0;
    }

    private static long era(Beat beat) {
        return beat.standIn() ? beat.dead() : beat.incarnation();
    }

    // ---- status

    private static void status(Move move, Beat beat) {
        MirrorState s = move.s;
        switch (s.phase) {
            case ACCEPTING -> acceptingStatus(move, beat);
            case SECONDARY -> secondaryStatus(move, beat);
            case RECEIVING -> {
                boolean left = s.session != 0 && beat.session() != s.session;
                if (beat.incarnation() != s.peerIncarnation || left) {
                    LeaveRules.restart(move, "the sender left the session", Action.stopwait);
                }
            }
            case PRIMARY -> primaryStatus(move, beat);
            case ALONE -> aloneStatus(move, beat);
            case TAKING -> {
                if (beat.serving()) {
                    LeaveRules.restart(move, "the peer serves: not taking over", Action.stopwait);
                }
            }
            case RISING -> {
                if (!s.administrator && (beat.serving() || s.restsOnSilence)) {
                    StartRules.askAgain(move, "the peer is heard: " + beat.phase());
                }
            }
            case LEAVING -> {
                if (beat.serving() && beat.tuple().id() != s.tuple.id()) {
                    LeaveRules.giveWay(move, "the peer serves while this node stops");
                }
            }
            case HANDING -> {
                if (beat.serving() && beat.tuple().id() != s.tuple.id()) {
                    LeaveRules.giveWay(move, "the peer serves during the swap");
                } else if (beat.incarnation() != s.peerIncarnation) {
                    SwapRules.giveUp(move, "the secondary started again");
                }
            }
            case STARTING, ASKING, RESIGNING, CLOSING, STOPPED -> {}
        }
    }

    private static void acceptingStatus(Move move, Beat beat) {
        MirrorState s = move.s;
        boolean same =
                beat.incarnation() == s.peerIncarnation
                        && beat.session() == s.session
                        && beat.tuple().id() == s.tuple.id();
        if (same && beat.phase() == Phase.SECONDARY && s.grant) {
            SwapRules.steppedDown(move);
        } else if (same && beat.phase() == Phase.PRIMARY) {
            s.phase = Phase.SECONDARY;
            move.because("the primary gave the swap up");
        } else if (!same) {
            secondaryStatus(move, beat);
        }
    }

    private static void secondaryStatus(Move move, Beat beat) {
        MirrorState s = move.s;
        boolean sameProcess = beat.incarnation() == s.peerIncarnation;
        boolean sameId = beat.tuple().id() == s.tuple.id();
        if (sameProcess && beat.session() == s.session && sameId) {
            return;
        }
        boolean handedOver = sameProcess && sameId && s.accepted && beat.phase() == Phase.CLOSING;
        if (handedOver) {
            return;
        }
        if (!sameProcess && beat.receiver() && s.grant && sameId) {
            SecondRules.take(
                    move, Message.ALONE_NO_HEARTBEAT, "the primary started again as receiver");
            return;
        }
        s.grant = false;
        if (!s.failover && !beat.serving()) {
            SecondRules.failoverOff(move, "the primary left");
        } else {
            LeaveRules.restart(move, "the primary left the session", Action.stopwait);
        }
    }

    private static void primaryStatus(Move move, Beat beat) {
        MirrorState s = move.s;
        boolean otherId = beat.tuple().id() != s.tuple.id();
        if (beat.serving() && otherId) {
            servingPeer(move, beat);
            return;
        }
        boolean left = beat.incarnation() != s.peerIncarnation || beat.session() != s.session;
        if (left && beat.phase() != Phase.TAKING) {
            ServeRules.drop(move, "it left the session");
        } else if (beat.phase() == Phase.SECONDARY && !beat.grant() && !left) {
            ServeRules.drop(move, "it lost its right to take over");
        }
        claimOver(s, beat);
    }

    /** A newer status without a claim withdraws the claim: beats are heard in order. */
    private static void claimOver(MirrorState s, Beat beat) {
        boolean same = beat.incarnation() == s.peerIncarnation && beat.session() == s.session;
        if (s.claimHeard && same && beat.grant() && !beat.frozen()) {
            s.claimHeard = false;
        }
    }

    private static void servingPeer(Move move, Beat beat) {
        MirrorState s = move.s;
        boolean ahead =
                beat.tuple().base() == s.tuple.id()
                        || beat.tuple().offered().contains(s.tuple.id());
        if (ahead) {
            LeaveRules.giveWay(move, "the peer serves newer data");
        } else {
            ServeRules.resolveSplit(move, beat);
        }
    }

    private static void aloneStatus(Move move, Beat beat) {
        MirrorState s = move.s;
        if (beat.serving()) {
            if (beat.tuple().id() != s.tuple.id()) {
                servingPeer(move, beat);
            }
            return;
        }
        if (s.reintegration == MirrorState.Reintegration.NONE) {
            return;
        }
        boolean other = beat.incarnation() != s.peerIncarnation;
        boolean engaged = beat.phase() == Phase.RECEIVING || beat.phase() == Phase.SECONDARY;
        boolean slow = s.running - s.progressAt > s.settings.joinRetryNanos();
        if (other || (!engaged && slow)) {
            SendRules.loseReceiver(move, "it is " + beat.phase());
        }
    }

    // ---- safeadmin stands in: the processes up to dead() are gone

    private static void standIn(Move move, Beat beat) {
        MirrorState s = move.s;
        boolean gone = beat.dead() >= s.peerIncarnation;
        if (!gone) {
            return;
        }
        boolean sameId = beat.tuple().id() == s.tuple.id();
        switch (s.phase) {
            case SECONDARY, ACCEPTING -> {
                if (sameId && s.grant) {
                    var message =
                            s.accepted ? Message.ALONE_REMOTE_STOP : Message.ALONE_NO_HEARTBEAT;
                    SecondRules.take(move, message, "the primary's process ended");
                } else {
                    s.grant = false;
                    LeaveRules.restart(move, "the primary ended with other data", Action.stopwait);
                }
            }
            case RECEIVING -> LeaveRules.restart(move, "the sender ended", Action.stopwait);
            case ALONE -> SendRules.loseReceiver(move, "its process ended");
            case PRIMARY, HANDING -> primaryAlone(move, beat);
            case RISING -> {
                if (!s.administrator && s.restsOnSilence) {
                    StartRules.askAgain(move, "safeadmin of the peer is heard");
                }
            }
            default -> {}
        }
    }

    private static void primaryAlone(Move move, Beat beat) {
        MirrorState s = move.s;
        if (!s.lostRight) {
            ServeRules.release(move, beat, "the secondary's process ended");
            return;
        }
        Meeting meeting = move.meeting(beat);
        boolean ahead =
                meeting.source() == Meeting.Source.PEER && beat.tuple().id() != s.tuple.id();
        if (ahead) {
            LeaveRules.giveWay(move, "the peer went on during the pause");
        } else {
            s.lostRight = false;
        }
    }
}
