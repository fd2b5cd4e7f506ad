package safekit.core.mirror;

import java.util.List;
import safekit.core.base.ModuleState;
import safekit.core.generation.PairRole;
import safekit.core.message.Message;
import safekit.core.script.Action;

/** How a node leaves its role: orderly stops, yielding, and the scripts that end a run. */
final class LeaveRules {
    private LeaveRules() {}

    // ---- an ordered stop

    /** A stop, stopstart or wait begins; the role stays until the application is stopped. */
    static void stop(Move move, MirrorState.Ending ending) {
        MirrorState s = move.s;
        boolean restarts = s.ending != null && s.ending.restart() && !ending.restart();
        if (s.ending != null && !restarts) {
            return;
        }
        boolean already = s.ending != null;
        s.ending = ending;
        if (already || s.phase == Phase.CLOSING) {
            return;
        }
        s.swapWanted = false;
        switch (s.phase) {
            case PRIMARY, ALONE, SECONDARY -> {
                s.roleAtStop = s.role;
                move.keepOnlyScripts();
                ScriptRows.stop(move, ending.action());
                move.reach(Task.Milestone.APPLICATION_STOPPED);
            }
            default -> close(move, ending);
        }
    }

    /** The stop scripts of the role are done: drain, hand over, or tell the primary. */
    static void applicationStopped(Move move) {
        MirrorState s = move.s;
        if (s.ending == null) {
            if (s.swapping) {
                SwapRules.applicationStopped(move);
            }
            return;
        }
        s.swapping = false;
        switch (s.phase) {
            case PRIMARY -> drain(move, Phase.LEAVING);
            case ALONE -> {
                SendRules.loseReceiver(move, "this node stops");
                drain(move, Phase.ALONE);
            }
            case SECONDARY -> {
                s.phase = Phase.RESIGNING;
                s.role = ModuleState.WAIT;
                s.claiming = false;
                move.settleThen(MirrorState.Pending.RESIGN);
            }
            default -> {}
        }
    }

    private static void drain(Move move, Phase phase) {
        MirrorState s = move.s;
        s.phase = phase;
        s.role = ModuleState.WAIT;
        s.drained = false;
        s.closed = false;
        s.handingSince = s.running;
        s.drainToken = move.nextToken();
        move.add(new Effect.Drain(s.drainToken));
        ScriptRows.unmount(move);
        move.reach(Task.Milestone.CLOSED);
    }

    /** Nothing is outstanding and everything is on the local disk. */
    static void drained(Move move, long token) {
        MirrorState s = move.s;
        if (token != s.drainToken) {
            return;
        }
        switch (s.phase) {
            case HANDING -> SwapRules.drained(move);
            case LEAVING, ALONE -> {
                s.drained = true;
                closedAndDrained(move);
            }
            default -> {}
        }
    }

    /** Addresses and mount are gone. */
    static void closed(Move move) {
        move.s.closed = true;
        switch (move.s.phase) {
            case HANDING -> SwapRules.offerWhenReady(move);
            case LEAVING, ALONE -> closedAndDrained(move);
            default -> {}
        }
    }

    /** Both are needed before the role is offered or the run ends; comes again after a mint. */
    static void closedAndDrained(Move move) {
        MirrorState s = move.s;
        boolean idle = s.pending == MirrorState.Pending.NONE;
        if (!s.drained || !s.closed || s.ending == null || !idle) {
            return;
        }
        if (s.phase == Phase.ALONE) {
            close(move, s.ending);
        } else if (!s.lostRight) {
            move.askAfresh();
            move.because("stopped the application, offers its role");
            move.send(Verb.OFFER, s.nonce, s.peerIncarnation);
        }
    }

    static void leavingTurn(Move move, boolean pulse) {
        MirrorState s = move.s;
        long timeout = s.settings.timeoutNanos();
        if (s.lostRight) {
            if (pulse) {
                move.send(Verb.ASK, s.nonce, 0);
            }
            if (s.running - s.askedAt >= timeout) {
                leaveStale(move, "the peer may have gone on during a pause");
            }
            return;
        }
        if (!s.drained || !s.closed) {
            if (s.running - s.handingSince >= timeout) {
                leaveStale(move, "the secondary did not confirm");
            }
            return;
        }
        if (pulse) {
            move.send(Verb.OFFER, s.nonce, s.peerIncarnation);
        }
        if (s.running - s.askedAt >= timeout) {
            leaveStale(move, "the offer was not answered");
        }
    }

    private static void leaveStale(Move move, String why) {
        MirrorState s = move.s;
        move.because(why);
        move.acknowledge(Effect.AckRule.NOTHING);
        move.persist(s.tuple.stale());
        endRun(move);
    }

    /** The secondary will take over: say so once it is durable here that it may. */
    static void accepted(Move move, Beat beat) {
        MirrorState s = move.s;
        if (offering(s) && beat.nonce() == s.nonce) {
            move.because("the secondary accepts the role");
            move.persist(PolicyRules.handedOver(s));
            s.announceStop = true;
            s.announcedTo = s.peerIncarnation;
            s.announcedSession = s.session;
            move.send(Verb.STOPPED, s.nonce, s.peerIncarnation);
            endRun(move);
        }
    }

    /** The secondary will not take over: this node stays the sole holder. */
    static void refused(Move move, Beat beat) {
        MirrorState s = move.s;
        if (offering(s) && beat.nonce() == s.nonce) {
            move.because("the secondary refuses the role");
            boolean mints = s.settings.obeys(SafetyRule.REFUSED_OFFER_MINTS);
            move.persist(s.tuple.minted(mints ? move.fresh() : s.tuple.id()));
            endRun(move);
        }
    }

    /** Failover is off: both keep what they hold and nobody takes over. */
    static void kept(Move move, Beat beat) {
        MirrorState s = move.s;
        if (offering(s) && beat.nonce() == s.nonce) {
            move.because("failover is off on the secondary");
            endRun(move);
        }
    }

    private static boolean offering(MirrorState s) {
        return s.phase == Phase.LEAVING && s.drained && s.closed && !s.lostRight;
    }

    private static void endRun(Move move) {
        MirrorState s = move.s;
        MirrorState.Ending ending = s.ending;
        close(move, ending == null ? new MirrorState.Ending(Action.stop, false, false) : ending);
    }

    // ---- a secondary that stops

    /** Everything received is on its disk: STALE, then the primary is told. */
    static void resign(Move move) {
        MirrorState s = move.s;
        if (s.phase != Phase.RESIGNING) {
            return;
        }
        move.persist(s.tuple.stale());
        s.grant = false;
        s.resigned = true;
        s.resignedAt = s.running;
        move.send(Verb.RESIGN, s.nonce, s.peerIncarnation);
    }

    static void resigningTurn(Move move, boolean pulse) {
        MirrorState s = move.s;
        if (!s.resigned) {
            return;
        }
        if (pulse) {
            move.send(Verb.RESIGN, s.nonce, s.peerIncarnation);
        }
        Beat peer = s.peer;
        boolean told = peer != null && (peer.standIn() || peer.session() != s.session);
        if (told || s.running - s.resignedAt >= s.settings.timeoutNanos() / 2) {
            endRun(move);
        }
    }

    // ---- a serving node that finds the peer ahead

    /** Acknowledges nothing more, says STALE durably, then stops everything and receives. */
    static void giveWay(Move move, String why) {
        MirrorState s = move.s;
        move.because("yields: " + why);
        move.acknowledge(Effect.AckRule.NOTHING);
        move.persist(s.tuple.stale());
        abandon(move, Action.stopstart);
    }

    /** It stops and starts again by section 4; what it knows does not change. */
    static void stopServing(Move move, String why) {
        move.because(why);
        move.acknowledge(Effect.AckRule.NOTHING);
        abandon(move, Action.stopstart);
    }

    private static void abandon(Move move, Action action) {
        MirrorState s = move.s;
        if (s.addressed) {
            move.add(new Effect.DropAddressesNow());
            s.addressed = false;
        }
        if (s.ending == null) {
            s.ending = new MirrorState.Ending(action, true, true);
        }
        endRun(move);
    }

    // ---- the end of a run

    /** A node that does not serve gives its place up and starts again. */
    static void restart(Move move, String why, Action action) {
        move.because(why);
        boolean shown = action == Action.stopstart;
        move.s.reintegrationFailed |= move.s.phase == Phase.RECEIVING;
        close(
                move,
                move.s.ending != null
                        ? move.s.ending
                        : new MirrorState.Ending(action, true, shown));
    }

    /** All decisions are durable: what is left are scripts, then the end or a new start. */
    static void close(Move move, MirrorState.Ending ending) {
        MirrorState s = move.s;
        s.ending = ending;
        move.forgetPending();
        ServeRules.endSession(move);
        ServeRules.clearDoubts(s);
        if (s.roleAtStop == ModuleState.STOP) {
            s.roleAtStop = s.role;
        }
        s.phase = Phase.CLOSING;
        s.swapWanted = false;
        s.swapping = false;
        s.reopen = false;
        s.keptBy = "";
        move.keepOnlyScripts();
        boolean applicationRuns = s.scripts != ModuleState.WAIT && s.scripts != ModuleState.STOP;
        ScriptRows.stop(move, ending.action());
        if (applicationRuns) {
            move.reach(Task.Milestone.APPLICATION_STOPPED);
        } else {
            s.role = ModuleState.WAIT;
        }
        if (s.mounted
                || s.addressed
                || s.task instanceof Task.Mount
                || s.task instanceof Task.TakeAddresses) {
            ScriptRows.unmount(move);
        }
        ScriptRows.hook(move, "_rfs_poststop");
        move.scripts(ModuleState.STOP, ending.action());
        move.reach(Task.Milestone.STOPPED);
    }

    /** Mount or addresses failed: this node cannot serve and stops. */
    static void cannotServe(Move move, String why) {
        MirrorState s = move.s;
        move.log(Message.PRINT_EVENT.line(why).from("heart"));
        move.because(why);
        if (s.ending == null) {
            stop(move, new MirrorState.Ending(Action.stop, false, false));
        }
    }

    /** A node that does not serve yet and never could: it stops. */
    static void unable(Move move, String why) {
        move.log(Message.PRINT_EVENT.line(why).from("heart"));
        move.because(why);
        MirrorState.Ending ending = move.s.ending;
        close(move, ending == null ? new MirrorState.Ending(Action.stop, false, false) : ending);
    }

    /** {@code forcestop}: nothing is waited for; safeadmin and the peer treat it as a death. */
    static void force(Move move) {
        MirrorState s = move.s;
        move.acknowledge(Effect.AckRule.NOTHING);
        move.add(new Effect.KillScript());
        if (s.addressed) {
            move.add(new Effect.DropAddressesNow());
        }
        ServeRules.endSession(move);
        s.role = ModuleState.STOP;
        s.phase = Phase.STOPPED;
        s.tasks = List.of();
        s.task = null;
        s.mounted = false;
        s.addressed = false;
        move.add(new Effect.Exit(true));
    }

    /** While the scripts run the handover is repeated, in case it was lost. */
    static void closingTurn(Move move, boolean pulse) {
        MirrorState s = move.s;
        if (pulse && s.announceStop) {
            move.send(Verb.STOPPED, s.nonce, s.announcedTo, s.announcedSession);
        }
    }

    /** Everything is stopped, poststop included. */
    static void stopped(Move move) {
        move.settleThen(MirrorState.Pending.CLOSE);
    }

    /** What is on this node is on its disk: the run ends. */
    static void synced(Move move) {
        MirrorState s = move.s;
        MirrorState.Ending ending = s.ending;
        if (s.phase != Phase.CLOSING || ending == null) {
            return;
        }
        move.persist(s.tuple.stopped(pairRole(s.roleAtStop), move.bootHolds()));
        s.announceStop = false;
        s.resigned = false;
        s.roleAtStop = ModuleState.STOP;
        s.ending = null;
        if (!ending.restart()) {
            s.role = ModuleState.STOP;
            s.phase = Phase.STOPPED;
            move.because("stopped");
            move.add(new Effect.Exit(false));
            return;
        }
        if (ending.shownStopped()) {
            s.role = ModuleState.STOP;
            Display.refresh(move);
        }
        s.incarnation++;
        s.sequence = 0;
        StartRules.run(move, Order.AUTOMATIC);
    }

    private static PairRole pairRole(ModuleState role) {
        return switch (role) {
            case PRIM, ALONE -> PairRole.PRIM;
            case SECOND -> PairRole.SECOND;
            default -> PairRole.NONE;
        };
    }

    /** The two were never one: an administrator must say whose data goes (spec 04 case 7). */
    static void refuseUnrelated(Move move) {
        move.because("the data of the two nodes is unrelated");
        move.log(Message.SYNCHRONIZATION_IMPOSSIBLE.line());
        move.s.reintegrationFailed = true;
        close(move, new MirrorState.Ending(Action.stop, false, false));
    }
}
