package safekit.core.base;

/** State of a module's automaton, as users see it (spec 00 section 2). */
public enum ModuleState {
    STOP(0),
    WAIT(1),
    ALONE(2),
    PRIM(3),
    SECOND(4),
    UP(2),
    /** Only in the view of the peer: unreachable, or its module does not run. */
    UNKNOWN(-1);

    private final int exitCode;

    ModuleState(int exitCode) {
        this.exitCode = exitCode;
    }

    /** Exit code of {@code safekit state -lq}; a local state is never UNKNOWN. */
    public int exitCode() {
        Check.that(this != UNKNOWN, "only the view of the peer is UNKNOWN");
        return exitCode;
    }

    /**
     * Whether the application runs here: ALONE or PRIM in a mirror, UP in a farm or light module.
     */
    public boolean serves() {
        return this == ALONE || this == PRIM || this == UP;
    }
}
