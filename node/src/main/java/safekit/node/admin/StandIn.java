package safekit.node.admin;

/**
 * Speaks for a configured module on its heartbeats while no process of it runs, so that the peer
 * need not wait for silence ({@code safekit.core.mirror.Warden}). Called by one thread per module.
 */
public interface StandIn {
    /** Does nothing: for tests, and for modules without heartbeats. */
    StandIn NONE =
            new StandIn() {
                @Override
                public void begin(String module, long deadIncarnation) {}

                @Override
                public Handover end(String module) {
                    return new Handover(0, false);
                }
            };

    /**
     * No process runs from now on, every incarnation up to this one is gone; also called again when
     * the configuration has changed.
     */
    void begin(String module, long deadIncarnation);

    /** A process starts next, or the module is no longer configured. */
    Handover end(String module);

    /**
     * What the process has to know.
     *
     * @param reservedNanos how long the promise of deciding nothing still lasts
     * @param diedAsPrimary the process before ended as a primary without an order
     */
    record Handover(long reservedNanos, boolean diedAsPrimary) {}
}
