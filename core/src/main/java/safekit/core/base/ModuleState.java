package safekit.core.base;

/** The state of a module that users see (spec 00 section 2). */
public enum ModuleState {
    STOP(0),
    WAIT(1),
    ALONE(2),
    UP(2),
    PRIM(3),
    SECOND(4),
    /** Remote view only: the peer is silent or its module does not run. */
    UNKNOWN(255);

    private final int exitCode;

    ModuleState(int exitCode) {
        this.exitCode = exitCode;
    }

    /** Exit code of {@code safekit state -lq}. */
    public int exitCode() {
        return exitCode;
    }
}
