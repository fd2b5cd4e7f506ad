/**
 * The command `make bench`: {@link Main} opens a lab for an area, {@link FailoverArea} measures its
 * figures, {@link Size} says how often.
 */
package safekit.bench.run;
