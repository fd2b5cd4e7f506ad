package safekit.core.mirror;

import safekit.core.base.ModuleState;
import safekit.core.generation.Meeting;
import safekit.core.generation.PolicyMoments;
import safekit.core.generation.Standing;
import safekit.core.generation.Tuple;
import safekit.core.message.Message;
import safekit.core.script.Action;

/** STARTING, ASKING and RISING: may this node serve, receive, or must it wait (section 4). */
final class StartRules {
    private StartRules() {}

    static void begin(Move move, Event.Started started) {
        MirrorState s = move.s;
        s.incarnation = started.incarnation();
        s.random = started.incarnation() * 31 + started.bootId();
        s.tuple = started.tuple();
        s.bootId = started.bootId();
        s.anchorHolds = started.anchorHolds();
        s.receiver = started.receiver();
        s.failover = started.failover();
        s.turnedAt = started.now();
        s.running = 1;
        forgetPeer(s);
        s.reservedUntil = s.running + started.reservedNanos();
        run(move, started.order());
    }

    private static void forgetPeer(MirrorState s) {
        s.heardAt = s.running;
        s.streamHeardAt = s.running;
        s.joinedAt = s.running - s.settings.timeoutNanos();
        s.claimLastAt = -s.settings.timeoutNanos();
        s.reservedUntil = s.running;
        s.primReservedUntil = s.running;
    }

    /** Begins a run of the module: scripts first, decisions behind them. */
    static void run(Move move, Order order) {
        MirrorState s = move.s;
        s.order = order;
        move.logAction(order);
        s.ending = null;
        s.answeredWait = false;
        s.blocked = false;
        s.administrator = false;
        s.degraded = false;
        if (s.settings.replicated()) {
            move.resource("rfs.degraded", "down", "nfsadmin");
        }
        s.swapTried = false;
        s.nosync = false;
        s.policyBroken = false;
        s.syncDone = false;
        Mirror.enter(move, Phase.STARTING, ModuleState.WAIT, "start");
        if (order.fullsync()) {
            move.persist(PolicyMoments.full(s.tuple));
        } else if (order.command() == Command.primforce) {
            move.persist(s.tuple.logInvalid());
        }
        s.scripts = ModuleState.STOP;
        s.presync = MirrorState.Presync.NONE;
        move.scripts(ModuleState.WAIT, Action.start);
        if (s.settings.replicated()) {
            ScriptRows.hook(move, "_rfs_prestart");
            move.queue(new Task.Check());
        }
        move.reach(Task.Milestone.PRESTARTED);
    }

    static void prestarted(Move move) {
        move.s.phase = Phase.ASKING;
        move.askAfresh();
        ask(move);
    }

    private static void ask(Move move) {
        move.send(Verb.ASK, move.s.nonce, 0);
    }

    static void turn(Move move, boolean pulse) {
        MirrorState s = move.s;
        if (pulse) {
            ask(move);
        }
        if (!s.waitRule.isEmpty()) {
            return;
        }
        long heard = Math.max(s.askedAt, Math.max(s.heardAt, s.streamHeardAt));
        boolean silent = s.running - heard >= s.settings.timeoutNanos();
        s.keptBy = silent ? "" : s.keptBy;
        boolean mayDecide = !s.answeredWait || PolicyRules.forces(s);
        if (silent && s.running >= s.reservedUntil && mayDecide) {
            decideInSilence(move);
        }
    }

    private static void decideInSilence(Move move) {
        MirrorState s = move.s;
        switch (s.order.command()) {
            case prim, primforce -> {
                if (s.tuple.consistent() || s.order.command() == Command.primforce) {
                    decideAlone(move, true, "the peer is silent and an administrator said prim");
                } else {
                    refuseInconsistent(move);
                }
            }
            case second -> refuseSecond(move, "the peer is silent");
            default -> {
                Tuple t = s.tuple;
                boolean knows = t.standing() == Standing.SOLE && t.consistent() && t.id() != 0;
                if (knows || !s.settings.replicated()) {
                    decideAlone(move, false, "the peer is silent and cannot have gone on");
                } else if (PolicyRules.forces(s)) {
                    move.log(Message.RESOURCE_UP.line("rfs.uptodate", PolicyRules.FORCE));
                    decideAlone(
                            move, false, "the peer is silent, the data was synchronised lately");
                } else if (!s.blocked) {
                    s.blocked = true;
                    move.because("the peer is silent and may have gone on: wait for it");
                }
            }
        }
    }

    /** A fresh answer arrived: the meet table decides. */
    static void answered(Move move, Beat answer) {
        MirrorState s = move.s;
        boolean prim = s.order.command() == Command.prim || s.order.command() == Command.primforce;
        boolean yieldsToPrim =
                s.running < s.primReservedUntil || (!prim && answer.prim() && !answer.serving());
        if (yieldsToPrim || !s.waitRule.isEmpty()) {
            return;
        }
        Meeting meeting = move.meeting(answer);
        s.answeredWait = meeting.source() != Meeting.Source.SELF;
        s.keptBy = "";
        if (prim) {
            decidePrim(move, answer, meeting);
        } else if (answer.serving()) {
            meetServing(move, answer, meeting);
        } else if (s.order.command() == Command.second) {
            refuseSecond(move, "the peer is not primary");
        } else {
            meetWaiting(move, answer, meeting);
        }
        if (s.phase == Phase.ASKING) {
            move.askAfresh();
        }
    }

    private static void decidePrim(Move move, Beat answer, Meeting meeting) {
        MirrorState s = move.s;
        boolean force = s.order.command() == Command.primforce;
        boolean engaged =
                answer.serving()
                        || switch (answer.phase()) {
                            case TAKING, RISING, SECONDARY, ACCEPTING, LEAVING, HANDING -> true;
                            default -> false;
                        };
        boolean ahead =
                meeting.source() == Meeting.Source.PEER && answer.tuple().id() != s.tuple.id();
        if (engaged) {
            refusePrim(move, "the peer is " + answer.state());
        } else if (answer.prim() && s.settings.node() > answer.node()) {
            refusePrim(move, "prim was given on both nodes: the first node goes on");
        } else if (!force && !s.tuple.consistent()) {
            refuseInconsistent(move);
        } else if (!force && ahead) {
            refusePrim(
                    move,
                    "the peer holds newer data ("
                            + meeting.relation()
                            + "), which this command would discard; start the peer instead, or"
                            + " force it with: safekit primforce");
        } else {
            decideAlone(move, true, "an administrator said " + s.order.command());
        }
    }

    private static void meetServing(Move move, Beat answer, Meeting byTuples) {
        MirrorState s = move.s;
        Meeting meeting = PolicyRules.dated(move, answer, byTuples);
        if (meeting.relation() == Meeting.Relation.POLICY_BROKEN) {
            PolicyRules.refuse(move, answer.tuple());
            return;
        }
        boolean adopt = s.order.command() == Command.second && s.order.fullsync();
        boolean unrelated = meeting.relation() == Meeting.Relation.UNRELATED;
        if (s.settings.replicated() && differs(s, answer)) {
            refuseOtherDirectories(move);
            return;
        }
        if (unrelated && s.settings.replicated()) {
            if (!adopt) {
                LeaveRules.refuseUnrelated(move);
                return;
            }
            move.because("an administrator gives this node's data up");
            move.persist(PolicyMoments.full(Tuple.empty(s.tuple.directories())));
            s.anchorHolds = true;
        }
        s.keptBy = PolicyRules.keptFrom(s);
        if (!s.keptBy.isEmpty()) {
            return;
        }
        boolean receives = adopt || meeting.source() == Meeting.Source.PEER;
        boolean due = s.running - s.joinedAt >= s.settings.joinRetryNanos() && Patience.over(s);
        s.blocked = answer.degraded() || !(receives || unrelated);
        boolean now = receives && !answer.frozen() && !answer.degraded() && due;
        if (now && presync(move)) {
            s.joinedAt = s.running;
            s.peerIncarnation = answer.incarnation();
            s.session = 0;
            move.because("the peer serves and its data wins (" + meeting.relation() + ")");
            if (s.streamUp) {
                move.add(new Effect.CloseStream());
                s.streamUp = false;
            }
            move.add(new Effect.OpenStream());
        }
    }

    /** What one node leaves out would be deleted or never brought by the other. */
    static boolean differs(MirrorState s, Beat peer) {
        return s.tuple.directories() != peer.tuple().directories();
    }

    private static void refuseOtherDirectories(Move move) {
        move.because("the nodes do not replicate the same");
        move.log(Message.DIRECTORIES_DIFFER.line());
        move.resource("rfs.reintegre_failed", "true", "reintegre");
        LeaveRules.close(move, new MirrorState.Ending(Action.stop, false, false));
    }

    /** Runs what comes before the data becomes a mixture; true once that is done. */
    private static boolean presync(Move move) {
        MirrorState s = move.s;
        if (s.settings.hooks() && s.presync == MirrorState.Presync.NONE) {
            s.presync = MirrorState.Presync.RUNS;
            move.because("the peer serves and its data wins: _rfs_presync first");
            ScriptRows.hook(move, "_rfs_presync");
            move.reach(Task.Milestone.PRESYNCED);
        }
        return !s.settings.hooks() || s.presync == MirrorState.Presync.DONE;
    }

    static void presynced(Move move) {
        move.s.presync = MirrorState.Presync.DONE;
    }

    /** The stream to the serving peer is connected: ask it to begin. */
    static void streamUp(Move move) {
        MirrorState s = move.s;
        s.streamUp = true;
        s.streamHeardAt = s.running;
        if (s.phase == Phase.ASKING && s.peer != null && s.peer.serving()) {
            Beat own = move.beat(Verb.NONE, 0, s.peerIncarnation, 0);
            move.add(new Effect.SendControl(new Control.Join(own)));
        }
    }

    private static void meetWaiting(Move move, Beat answer, Meeting meeting) {
        MirrorState s = move.s;
        boolean undecided =
                switch (answer.phase()) {
                    case STOPPED, STARTING, ASKING, CLOSING -> true;
                    default -> false;
                };
        if (!undecided) {
            return;
        }
        boolean mine = meeting.source() == Meeting.Source.SELF;
        if (!s.settings.replicated()) {
            mine = answer.standIn() || sourceWithoutData(move, answer);
        }
        if (mine && !(s.receiver && answer.grant())) {
            decideAlone(
                    move, false, "asked the peer, this node's data wins: " + meeting.relation());
        } else if (!s.blocked) {
            s.blocked = true;
            move.because("asked the peer, this node's data does not win: " + meeting.relation());
        }
    }

    private static boolean sourceWithoutData(Move move, Beat answer) {
        int order = move.s.tuple.lastRole().compareTo(answer.tuple().lastRole());
        return order > 0 || (order == 0 && move.s.settings.node() < answer.node());
    }

    private static void decideAlone(Move move, boolean administrator, String reason) {
        MirrorState s = move.s;
        s.administrator = administrator;
        s.restsOnSilence = move.silence() >= s.settings.timeoutNanos();
        s.blocked = false;
        Mirror.enter(move, Phase.RISING, ModuleState.WAIT, reason);
        if (s.settings.witness() && !administrator) {
            move.testWitness();
        } else {
            move.settleThen(MirrorState.Pending.RISE);
        }
    }

    static void witnessed(Move move, boolean reached) {
        if (reached && move.s.restsOnSilence) {
            move.listenOnceMore();
        } else if (reached) {
            move.settleThen(MirrorState.Pending.RISE);
        } else {
            move.s.blocked = true;
            askAgain(move, "the witness does not answer");
        }
    }

    static void risingTurn(Move move) {
        if (move.listened()) {
            move.settleThen(MirrorState.Pending.RISE);
        }
    }

    /** The decision is withdrawn before it became durable. */
    static void askAgain(Move move, String reason) {
        move.forgetPending();
        Mirror.enter(move, Phase.ASKING, ModuleState.WAIT, reason);
        move.s.administrator = false;
        move.askAfresh();
    }

    /** Everything is synced: the tuple, then the application. */
    static void rise(Move move) {
        MirrorState s = move.s;
        Tuple t = s.tuple;
        if (s.order.command() == Command.primforce) {
            t = t.forced(move.fresh());
        } else if (t.id() == 0) {
            t = t.first(move.fresh());
        } else if (!t.mayServeWithoutMint()) {
            t = move.minted();
        }
        ServeRules.serveAlone(move, t, "serves alone");
        s.order = Order.AUTOMATIC;
    }

    static void refuseToStart(Move move, String why) {
        move.because("replication does not start: " + why);
        move.log(Message.REPLICATION_REFUSED.line(why));
        if (move.s.phase == Phase.STARTING) {
            LeaveRules.close(move, new MirrorState.Ending(Action.stop, false, false));
        }
    }

    static void refusePrim(Move move, String why) {
        move.because("prim refused: " + why);
        move.log(Message.PRINT_EVENT.line("prim refused: " + why).from("heart"));
        move.log(Message.PRIM_ABORTED.line());
        LeaveRules.close(move, new MirrorState.Ending(Action.stop, false, false));
    }

    private static void refuseInconsistent(Move move) {
        move.because("prim refused: the data is a mixture");
        move.log(Message.DATA_INCONSISTENT.line());
        move.log(Message.HINT_PRIMFORCE.line());
        move.log(Message.PRIM_ABORTED.line());
        LeaveRules.close(move, new MirrorState.Ending(Action.stop, false, false));
    }

    private static void refuseSecond(Move move, String why) {
        move.because("second refused: " + why);
        move.log(Message.PRINT_EVENT.line("second refused: " + why).from("heart"));
        LeaveRules.close(move, new MirrorState.Ending(Action.stop, false, false));
    }
}
