package safekit.bench.run;

import safekit.bench.figures.Report;
import safekit.lab.product.Pair;

/** A part of the product whose figures are measured together. */
interface Area {
    /** As it is called in the command and in the figures. */
    String name();

    /** Two nodes on which the module was never started. */
    Pair open();

    /** Says what is peculiar to the figures of this area. */
    void describe(Report report);

    /** Measures on a pair that was just opened. */
    void measure(Report report, Pair pair, Request request);

    /**
     * What is asked for.
     *
     * @param quick with few repetitions
     * @param only measures only what begins so; empty: everything
     * @param seed of what is left to chance
     */
    record Request(boolean quick, String only, long seed) {}
}
