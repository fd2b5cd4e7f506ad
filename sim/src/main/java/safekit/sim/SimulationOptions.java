package safekit.sim;

import safekit.core.mirror.SafetyRule;

/**
 * How to run a seed.
 *
 * @param trace whether to keep a readable trace
 * @param removed rules that the machines do not obey, to see that the simulation notices
 */
public record SimulationOptions(boolean trace, java.util.List<SafetyRule> removed) {
    /** The product as it is. */
    public static final SimulationOptions PRODUCT =
            new SimulationOptions(false, java.util.List.of());
}
