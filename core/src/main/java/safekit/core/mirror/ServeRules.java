package safekit.core.mirror;

import safekit.core.base.ModuleState;
import safekit.core.generation.Meeting;
import safekit.core.generation.Tuple;
import safekit.core.message.Message;
import safekit.core.script.Action;

/** PRIMARY, and what ALONE shares with it: losing the secondary, doubts, checkpoints, yielding. */
final class ServeRules {
    private ServeRules() {}

    /** Durable, then visible: this node acknowledges alone from here on. */
    static void serveAlone(Move move, Tuple tuple, String reason) {
        MirrorState s = move.s;
        int log = tuple.logs().next();
        clearDoubts(s);
        endSession(move);
        move.persist(tuple.loggedIn(log));
        move.add(new Effect.Track(log));
        if (s.ending == null) {
            move.add(new Effect.Reopen());
        }
        move.acknowledge(Effect.AckRule.ALONE);
        move.add(new Effect.ForgetLogs(s.tuple));
        enterAlone(move, reason);
    }

    private static void enterAlone(Move move, String reason) {
        MirrorState s = move.s;
        boolean fresh = s.scripts != ModuleState.PRIM && s.scripts != ModuleState.ALONE;
        Mirror.enter(move, Phase.ALONE, ModuleState.ALONE, reason);
        if (s.ending != null) {
            return;
        }
        if (s.reopen) {
            SwapRules.reopen(move);
        }
        Action action =
                s.scripts == ModuleState.WAIT
                        ? Action.start
                        : ScriptRows.peerDriven(s.scripts, ModuleState.ALONE);
        if (fresh) {
            ScriptRows.start(move, ModuleState.ALONE, action);
        } else {
            ScriptRows.change(move, ModuleState.ALONE, action);
        }
        move.reach(Task.Milestone.READY);
    }

    static void clearDoubts(MirrorState s) {
        s.frozen = false;
        s.lostRight = false;
        s.dropping = false;
        s.asking = false;
        s.claiming = false;
        s.claimHeard = false;
        s.accepted = false;
        s.grant = false;
        s.receiver = false;
        s.blocked = false;
        s.checkpointToken = 0;
    }

    static void endSession(Move move) {
        MirrorState s = move.s;
        if (s.session != 0) {
            move.add(new Effect.EndSession());
        }
        if (s.streamUp) {
            move.add(new Effect.CloseStream());
        }
        s.streamUp = false;
        s.session = 0;
        s.grant = false;
        s.accepted = false;
        s.reintegration = MirrorState.Reintegration.NONE;
    }

    // ---- turn

    static void turn(Move move, boolean pulse) {
        MirrorState s = move.s;
        if (doubts(move, pulse)) {
            return;
        }
        if (!s.dropping && !s.asking && !s.claimHeard && !move.deciding()) {
            s.frozen = false;
            startCheckpointWhenDue(move);
            SwapRules.startWhenWanted(move);
        }
    }

    /** The doubts of a node that serves with a secondary; true when it must not go on. */
    static boolean doubts(Move move, boolean pulse) {
        MirrorState s = move.s;
        long timeout = s.settings.timeoutNanos();
        if (s.lostRight) {
            if (pulse) {
                move.send(Verb.ASK, s.nonce, 0);
            }
            if (s.running - s.askedAt >= timeout) {
                LeaveRules.stopServing(
                        move, "the peer may have gone on during the pause and does not answer");
            }
            return true;
        }
        if (s.claimHeard) {
            long half = timeout / 2;
            if (s.running - s.claimFirstAt > half || s.running - s.claimLastAt > half) {
                LeaveRules.giveWay(move, "the secondary's claim was not withdrawn");
                return true;
            }
            if (!s.dropping) {
                return true;
            }
        }
        if (s.dropping && pulse) {
            move.send(Verb.DROP, s.nonce, s.peerIncarnation);
        }
        silenceDoubt(move, pulse);
        return s.phase != Phase.PRIMARY && s.phase != Phase.HANDING;
    }

    private static void silenceDoubt(Move move, boolean pulse) {
        MirrorState s = move.s;
        long timeout = s.settings.timeoutNanos();
        if (move.silence() < s.settings.doubtNanos() && !s.dropping) {
            s.asking = false;
            return;
        }
        if (!s.asking) {
            s.asking = true;
            s.frozen = true;
            move.askAfresh();
        }
        if (pulse) {
            move.send(Verb.ASK, s.nonce, 0);
            if (move.silence() >= timeout / 2 && !s.dropping) {
                move.send(Verb.DROP, s.nonce, s.peerIncarnation);
            }
        }
        goOnAloneWhenSilent(move);
    }

    /** R0b (ii), then the witness where there is one, then the disk. */
    static void goOnAloneWhenSilent(Move move) {
        if (!silentForSure(move)) {
            move.s.confirmAt = 0;
        } else if (move.listened()) {
            move.settleThen(MirrorState.Pending.MINT_SILENT);
        } else if (!move.deciding()) {
            if (move.s.settings.witness()) {
                move.testWitness();
            } else {
                move.settleThen(MirrorState.Pending.MINT_SILENT);
            }
        }
    }

    /** R0b (ii): a full timeout of silence that began after the question. */
    static boolean silentForSure(Move move) {
        long timeout = move.s.settings.timeoutNanos();
        return move.silence() >= timeout && move.s.running - move.s.askedAt >= timeout;
    }

    static void witnessed(Move move, boolean reached) {
        if (!silentForSure(move)) {
            return;
        }
        if (reached) {
            move.listenOnceMore();
        } else {
            LeaveRules.giveWay(move, "the secondary is silent and the witness does not answer");
        }
    }

    static void mintSilent(Move move) {
        boolean serving = move.s.phase == Phase.PRIMARY || move.s.phase == Phase.HANDING;
        if (serving && silentForSure(move)) {
            mint(move);
        }
    }

    /** The secondary is gone for good: a new id, then everything outstanding is acknowledged. */
    static void mint(Move move) {
        MirrorState s = move.s;
        if (s.phase != Phase.PRIMARY && s.phase != Phase.HANDING) {
            return;
        }
        Tuple t = move.minted();
        serveAlone(move, s.degraded ? t.logInvalid() : t, "goes on alone");
    }

    // ---- dropping the secondary

    /** Ends the session: the secondary gives its right up before anything is acknowledged alone. */
    static void drop(Move move, String why) {
        MirrorState s = move.s;
        if (s.phase != Phase.PRIMARY || s.dropping) {
            return;
        }
        move.because("drops the secondary: " + why);
        s.frozen = true;
        if (!s.settings.obeys(SafetyRule.DROP_BEFORE_MINT)) {
            move.settleThen(MirrorState.Pending.MINT_RELEASED);
            return;
        }
        s.dropping = true;
        move.send(Verb.DROP, s.nonce, s.peerIncarnation);
    }

    /** The secondary gave its right up, durably. */
    static void dropped(Move move, Beat beat) {
        MirrorState s = move.s;
        boolean engaged =
                beat.serving()
                        || beat.phase() == Phase.TAKING
                        || beat.phase() == Phase.RISING
                        || beat.phase() == Phase.ACCEPTING;
        if (s.phase != Phase.PRIMARY || beat.verbSession() != s.session || engaged) {
            return;
        }
        if (s.lostRight) {
            return;
        }
        release(move, beat, "the secondary gave its right up");
    }

    /** Goes on alone once the disk is synced, if the peer did not go on itself. */
    static void release(Move move, Beat beat, String why) {
        if (!mintable(move.s.tuple, beat.tuple())) {
            LeaveRules.giveWay(move, why + ", but it is ahead");
            return;
        }
        if (move.s.pending == MirrorState.Pending.NONE) {
            move.because(why);
            move.s.frozen = true;
            move.settleThen(MirrorState.Pending.MINT_RELEASED);
        }
    }

    private static boolean mintable(Tuple mine, Tuple peer) {
        return peer.id() == mine.id()
                || peer.id() == 0
                || peer.id() == mine.base()
                || mine.offered().contains(peer.id());
    }

    static void stalled(Move move, Event.Stalled stalled) {
        MirrorState s = move.s;
        if (stalled.session() != s.session) {
            return;
        }
        if (s.phase == Phase.ALONE) {
            SendRules.loseReceiver(move, stalled.why());
        } else {
            drop(move, stalled.why());
        }
    }

    // ---- checkpoints

    private static void startCheckpointWhenDue(Move move) {
        MirrorState s = move.s;
        boolean due = s.running - s.checkpointAt >= s.settings.checkpointNanos();
        if (!due || s.checkpointToken != 0 || !s.settings.replicated() || s.degraded) {
            return;
        }
        s.checkpointAt = s.running;
        int log = s.tuple.logs().next();
        move.persist(s.tuple.checkpointing(log));
        move.add(new Effect.Track(log));
        s.checkpointToken = log;
        move.add(new Effect.Checkpoint(log));
        if (!s.settings.obeys(SafetyRule.CHECKPOINT_RETIRES)) {
            checkpointed(move, log);
        }
    }

    static void checkpointed(Move move, long token) {
        MirrorState s = move.s;
        if (token != s.checkpointToken) {
            return;
        }
        s.checkpointToken = 0;
        if (s.phase == Phase.PRIMARY) {
            move.persist(s.tuple.checkpointed((int) token));
            move.add(new Effect.Retire(token));
            move.add(new Effect.ForgetLogs(s.tuple));
        } else if (s.phase == Phase.HANDING) {
            SwapRules.checkpointed(move);
        }
    }

    // ---- split brain

    /** Two nodes serve: the meet table says which one goes on. */
    static void resolveSplit(Move move, Beat beat) {
        MirrorState s = move.s;
        Meeting meeting = move.meeting(beat);
        boolean peerWins =
                meeting.relation() == Meeting.Relation.UNRELATED
                        ? strangerWins(s, beat)
                        : meeting.source() == Meeting.Source.PEER;
        if (peerWins) {
            move.log(Message.SPLIT_BRAIN_EXITING.line());
            showThatItServed(move);
            LeaveRules.giveWay(move, "split brain, the peer goes on: " + meeting.relation());
        } else if (!s.splitSeen) {
            s.splitSeen = true;
            move.because("split brain, this node goes on: " + meeting.relation());
            move.log(Message.SPLIT_BRAIN_STAYING.line());
        }
    }

    /** A last status before it yields, so that the peer sees the split and says that it goes on. */
    private static void showThatItServed(Move move) {
        move.send(Verb.NONE, 0, move.s.peerIncarnation);
    }

    /**
     * Two that were never one: one must stop, its data stays until an administrator gives it up.
     */
    private static boolean strangerWins(MirrorState s, Beat beat) {
        int order = beat.tuple().lastRole().compareTo(s.tuple.lastRole());
        return order > 0 || (order == 0 && beat.node() < s.settings.node());
    }
}
