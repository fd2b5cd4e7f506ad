package safekit.core.mirror;

import safekit.core.base.ModuleState;
import safekit.core.generation.PairRole;
import safekit.core.message.Message;
import safekit.core.script.Action;

/** HANDING and ACCEPTING: the two exchange roles (section 3, row "swap"). */
final class SwapRules {
    private SwapRules() {}

    /** A swap that was asked for begins with the stop of the application. */
    static void startWhenWanted(Move move) {
        MirrorState s = move.s;
        boolean ready = s.swapWanted && s.settled() && s.ending == null;
        if (!ready || s.phase != Phase.PRIMARY) {
            return;
        }
        s.swapWanted = false;
        s.swapping = true;
        move.because("swap begins");
        move.log(Message.SWAP_BEGUN.line());
        ScriptRows.beforeSwap(move);
        move.reach(Task.Milestone.APPLICATION_STOPPED);
    }

    /**
     * {@code swap nosync} (OPEN 04-14): this primary stops in order, the secondary takes over, and
     * this node waits for the command second.
     */
    static void withoutSync(Move move) {
        MirrorState s = move.s;
        Beat peer = s.peer;
        boolean ready = s.phase == Phase.PRIMARY && s.settled() && s.ending == null;
        if (!ready || peer == null || !peer.failover()) {
            return;
        }
        s.nosync = true;
        move.because("swap without synchronization begins");
        move.log(Message.SWAP_BEGUN.line());
        LeaveRules.stop(move, new MirrorState.Ending(Action.stopwait, true, false));
    }

    /** The application is stopped: nothing may change any more. */
    static void applicationStopped(Move move) {
        MirrorState s = move.s;
        s.swapping = false;
        if (s.phase == Phase.ALONE) {
            move.because("swap given up: the secondary is lost");
            ScriptRows.startAgain(move);
            move.reach(Task.Milestone.READY);
            return;
        }
        s.phase = Phase.HANDING;
        s.reopen = true;
        s.handingSince = s.running;
        s.drained = false;
        s.closed = false;
        s.checkpointed = false;
        s.checkpointToken = 0;
        s.drainToken = move.nextToken();
        move.add(new Effect.Drain(s.drainToken));
        ScriptRows.unmount(move);
        move.reach(Task.Milestone.CLOSED);
    }

    static void drained(Move move) {
        move.s.drained = true;
        int log = move.s.tuple.logs().next();
        move.s.checkpointToken = log;
        move.add(new Effect.Checkpoint(log));
    }

    static void checkpointed(Move move) {
        move.s.checkpointed = true;
        offerWhenReady(move);
    }

    static void offerWhenReady(Move move) {
        MirrorState s = move.s;
        if (s.phase == Phase.HANDING && s.checkpointed && s.closed && !s.lostRight) {
            move.askAfresh();
            move.send(Verb.SWAP_OFFER, s.nonce, s.peerIncarnation);
        }
    }

    static void handingTurn(Move move, boolean pulse) {
        MirrorState s = move.s;
        boolean offered = s.checkpointed && s.closed;
        if (s.lostRight || s.claimHeard) {
            ServeRules.doubts(move, pulse);
            return;
        }
        long waited = s.running - s.handingSince;
        if (!offered) {
            if (waited > s.settings.timeoutNanos()) {
                giveUp(move, "the secondary did not confirm");
            }
            return;
        }
        if (pulse) {
            move.send(Verb.SWAP_OFFER, s.nonce, s.peerIncarnation);
        }
        if (waited > 3 * s.settings.timeoutNanos() && !move.deciding()) {
            giveUp(move, "the swap was not answered");
        } else {
            ServeRules.goOnAloneWhenSilent(move);
        }
    }

    /**
     * The swap fails: the secondary is dropped. The application comes back when this node is alone
     * for sure, not before: the secondary may be taking over.
     */
    static void giveUp(Move move, String why) {
        move.because("swap given up");
        move.s.phase = Phase.PRIMARY;
        move.s.checkpointToken = 0;
        move.s.asking = false;
        ServeRules.drop(move, why);
    }

    /** This node is alone: the application that a swap had stopped starts again. */
    static void reopen(Move move) {
        move.s.reopen = false;
        if (move.s.settings.replicated()) {
            move.queue(new Task.Mount());
        }
        if (move.s.settings.addresses()) {
            move.queue(new Task.TakeAddresses());
        }
        ScriptRows.startAgain(move);
    }

    /** The secondary agreed: this node steps down, durably, and says so by its status. */
    static void agreed(Move move, Beat beat) {
        MirrorState s = move.s;
        boolean offered = s.phase == Phase.HANDING && s.checkpointed && s.closed;
        if (!offered || move.deciding() || beat.nonce() != s.nonce || s.lostRight) {
            return;
        }
        move.persist(s.tuple.swapped(PairRole.SECOND, move.boot(true)));
        move.add(new Effect.Follow(s.session));
        ServeRules.clearDoubts(s);
        s.reopen = false;
        s.grant = true;
        s.heardAt = s.running;
        Mirror.enter(move, Phase.SECONDARY, ModuleState.SECOND, "swap: the peer takes the role");
        move.send(Verb.NONE, 0, s.peerIncarnation);
        ScriptRows.afterSwap(move);
        move.reach(Task.Milestone.READY);
    }

    // ---- the secondary's side

    static void offered(Move move, Beat beat) {
        MirrorState s = move.s;
        boolean same = beat.verbSession() == s.session && s.session != 0;
        if (s.phase == Phase.SECONDARY && same && s.grant && s.ending == null) {
            s.claiming = false;
            s.offerNonce = beat.nonce();
            Mirror.enter(move, Phase.ACCEPTING, ModuleState.SECOND, "accepts the swap");
        }
        boolean accepting = s.phase == Phase.ACCEPTING || s.phase == Phase.PRIMARY;
        if (accepting && same) {
            move.send(Verb.SWAP_ACCEPT, beat.nonce(), beat.incarnation());
        }
    }

    static void acceptingTurn(Move move, boolean pulse) {
        MirrorState s = move.s;
        if (pulse && s.grant) {
            move.send(Verb.SWAP_ACCEPT, s.offerNonce, s.peerIncarnation);
        }
        SecondRules.turn(move, pulse);
    }

    /** The old primary stepped down: this node serves. */
    static void steppedDown(Move move) {
        MirrorState s = move.s;
        s.grant = false;
        s.claiming = false;
        s.swapTried = true;
        s.heardAt = s.running;
        s.checkpointAt = s.running;
        int log = s.tuple.logs().next();
        move.persist(s.tuple.swapped(PairRole.PRIM, move.boot(false)).checkpointing(log));
        move.add(new Effect.Track(log));
        move.add(new Effect.Lead(s.session));
        move.acknowledge(Effect.AckRule.PAIRED);
        Mirror.enter(move, Phase.PRIMARY, ModuleState.PRIM, "swap: takes the role");
        if (!s.streamUp) {
            ServeRules.drop(move, "there is no stream to it");
        }
        ScriptRows.start(move, ModuleState.PRIM, Action.swap);
        move.reach(Task.Milestone.READY);
    }

    /** After a reintegration: whether the returning node should serve (spec 02 section 4). */
    static void swapByDefault(Move move) {
        MirrorState s = move.s;
        Beat peer = s.peer;
        if (s.swapTried || peer == null || s.phase != Phase.PRIMARY) {
            return;
        }
        boolean wanted =
                switch (s.settings.preferred()) {
                    case ALONE -> false;
                    case NODE -> s.settings.preferredNode() == s.settings.peerNode();
                    case LAST_PRIM -> peer.tuple().roleAtLastStop() == PairRole.PRIM;
                };
        s.swapTried = true;
        if (wanted) {
            move.log(Message.DEFAULTPRIM_SWAP.line());
            s.swapWanted = true;
        }
    }
}
