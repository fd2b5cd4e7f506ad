/**
 * What the product costs while nothing fails: {@link Writes} (a synced write against the plain
 * disk), {@link Commands} (the command line against a Java that does nothing) and {@link Memory}
 * (the processes, against the same Java).
 */
package safekit.bench.cost;
