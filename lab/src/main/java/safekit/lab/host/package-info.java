/**
 * Hosts made of namespaces on one machine, and the faults that can be done to them.
 *
 * <p>{@link Lab} owns everything: one {@link Switch} (a network namespace with a bridge per {@link
 * Lan}), any number of {@link LabHost}s (network, mount, pid, uts and ipc namespace, a {@link
 * DataDisk} of its own) and {@link ClientHost}s (a network namespace only). {@link Cut} describes
 * lost traffic. {@link Leftovers} removes what a killed lab left behind. {@link Shell} and {@link
 * Kernel} are the only ways to the machine.
 *
 * <p>Invariants: everything has a name that starts with the lab's name, so that cleaning needs no
 * list. The first process of a host reads a pipe of the lab's JVM: when the JVM dies, whatever the
 * way, its hosts die at once. A power-off loses what was not synced.
 */
package safekit.lab.host;
