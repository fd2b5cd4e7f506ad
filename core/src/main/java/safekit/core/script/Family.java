package safekit.core.script;

import java.util.List;
import safekit.core.base.ModuleState;

/**
 * A pair of start and stop scripts and the states in which it runs (spec 07 sections 2 and 4). The
 * constants are in start order; stops go in the reverse order.
 */
public enum Family {
    both,
    prim,
    second,
    sec;

    /** All families, first to start first. */
    public static final List<Family> START_ORDER = List.of(values());

    /** All families, first to stop first. */
    public static final List<Family> STOP_ORDER = START_ORDER.reversed();

    /** Order of the force pass of row 17, which is not the stop order. */
    static final List<Family> FINAL_FORCE_ORDER = List.of(sec, prim, second, both);

    /** Whether the application part of this family runs in that state. */
    public boolean runsIn(ModuleState state) {
        return switch (state) {
            case ALONE -> this != second;
            case PRIM -> this == both || this == prim;
            case SECOND -> this != prim;
            case UP -> this == both;
            case STOP, WAIT, UNKNOWN -> false;
        };
    }

    /** Name of the start script. */
    public String start() {
        return "start_" + name();
    }

    /** Name of the stop script. */
    public String stop() {
        return "stop_" + name();
    }
}
