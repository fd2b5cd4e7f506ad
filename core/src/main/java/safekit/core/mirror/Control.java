package safekit.core.mirror;

import safekit.core.generation.Tuple;

/**
 * What two mirror machines say to each other on the ordered stream, between the operations
 * (docs/generations.md section 3, "reintegration begins" and "ends").
 */
public sealed interface Control {

    /** The receiver asks the serving node to begin a reintegration. Not yet in a session. */
    record Join(Beat receiver) implements Control {}

    /** The sender opens a session bound to both incarnations. */
    record Begin(long session, Beat sender) implements Control {}

    /** The receiver persisted that its data is now a mixture; its logs are on their way. */
    record Begun(long session, Tuple receiver) implements Control {}

    /** Step (0): everything was sent before this; the sender's tuple carries the shared id. */
    record Shared(long session, Tuple sender) implements Control {}

    /** Step (1): the receiver holds everything on its disk under the shared id. */
    record Held(long session) implements Control {}

    /** Step (3): the receiver has the right to take over. */
    record Granted(long session) implements Control {}

    /** A heartbeat on the stream. */
    record Pulse(Beat beat) implements Control {}
}
