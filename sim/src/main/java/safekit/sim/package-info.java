/**
 * The core under a virtual clock, a seeded network and a seeded disk.
 *
 * <ul>
 *   <li>{@link safekit.sim.Simulation}: one seed: builds a world, lets faults loose on it, heals
 *       it, and says what broke
 *   <li>{@link safekit.sim.Agenda}: virtual time and what happens next
 *   <li>{@link safekit.sim.Host}: one machine: power, safeadmin, the module process, the edge that
 *       executes effects
 *   <li>{@link safekit.sim.DataPlane}: the application's writes, the stream's operations, the disk
 *   <li>{@link safekit.sim.Network}: lans and the stream, with their faults
 *   <li>{@link safekit.sim.Oracle}: every write, who acknowledged it, and the invariants D1 to D6
 *   <li>{@link safekit.sim.Schedule}: which fault or command comes next
 * </ul>
 */
package safekit.sim;
