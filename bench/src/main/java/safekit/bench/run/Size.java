package safekit.bench.run;

/**
 * How often each thing is measured.
 *
 * @param rounds of takeovers
 * @param appends per directory
 * @param launches of each command
 */
record Size(int rounds, int appends, int launches) {
    static final Size FULL = new Size(11, 3000, 60);
    static final Size QUICK = new Size(3, 500, 15);
}
