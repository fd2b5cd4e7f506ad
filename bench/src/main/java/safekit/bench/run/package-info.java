/**
 * The command `make bench`: {@link Main} opens a lab for an {@link Area} and measures its figures:
 * {@link FailoverArea}, {@link ReplicationArea}, {@link ResyncArea}.
 */
package safekit.bench.run;
