package safekit.sim;

import java.util.List;
import safekit.core.mirror.SafetyRule;

/**
 * How to run a seed.
 *
 * @param trace whether to keep a readable trace
 * @param removed rules that the machines do not obey, to see that the simulation notices
 * @param removedFromData rules that the data planes do not obey
 */
public record SimulationOptions(
        boolean trace, List<SafetyRule> removed, List<DataRule> removedFromData) {
    /** The product as it is. */
    public static final SimulationOptions PRODUCT =
            new SimulationOptions(false, List.of(), List.of());

    /** With rules of the machines removed. */
    public static SimulationOptions without(boolean trace, List<SafetyRule> removed) {
        return new SimulationOptions(trace, removed, List.of());
    }
}
