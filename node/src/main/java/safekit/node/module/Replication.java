package safekit.node.module;

import java.io.IOException;
import java.util.Optional;
import java.util.function.LongFunction;
import safekit.core.generation.Tuple;
import safekit.core.mirror.Effect;
import safekit.core.mirror.Event;
import safekit.node.replication.CopyProgress;
import safekit.node.replication.Figures;

/**
 * The data plane of a module: the stream to the peer, the mounted directories and their logs.
 *
 * <p>{@link #execute} is called by the thread that decides and returns at once, except for what
 * must be durable when it returns ({@link Effect.Track}); answers come through {@link Events}.
 * {@code sim/DataPlane.java} is the model of an implementation.
 */
public interface Replication extends AutoCloseable {

    /** Where the data plane tells what happened; never blocks. */
    interface Events {
        /** The function gets CLOCK_BOOTTIME when the event is handled. */
        void raise(LongFunction<Event> event);

        /** The file system of the module hangs and was aborted: the module must start again. */
        default void hung(String why) {}
    }

    /** Listens for the peer's stream from now on. Called once, before anything else. */
    void start(Events events) throws IOException;

    /**
     * Executes one of: SendControl, OpenStream, CloseStream, Acknowledge, Track, ForgetLogs, Copy,
     * Receive, Lead, Follow, EndSession, Settle, Capture, Drain, Checkpoint, Retire, Reopen,
     * WriteAnchor; and SendBeat, which goes to the stream as a pulse when it is connected.
     */
    void execute(Effect effect);

    /** Whether the directories carry this tuple's anchor. */
    boolean anchorHolds(Tuple tuple);

    /** Messages and connections of the stream that were refused; by any thread. */
    long refused();

    /** Whether replication may start; fails in words when not. By the thread of tasks. */
    default void check() throws IOException {}

    /** What the stream did since the call before; by one thread. None without a stream. */
    Optional<Figures> figures();

    /** How far the reintegration of this primary is; by any thread. */
    CopyProgress progress();

    /** Begins to answer a question about the data; why it cannot be answered, or empty. */
    String begin(DataQuestion question);

    /**
     * What is known of the answer.
     *
     * @param from the lines from this one on, some of them
     */
    DataAnswer answer(DataQuestion question, int from);

    /** Mounts the directories for the application. Called by the thread of tasks. */
    void mount() throws IOException;

    /** Unmounts them, whoever uses them, and fences the directories. By the thread of tasks. */
    void unmount() throws IOException;

    /** Ends in order; after this nothing is raised. */
    @Override
    void close();
}
