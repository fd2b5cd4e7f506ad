/**
 * The two facts about time that decisions rest on: {@link safekit.linux.clock.BootClock}, which
 * counts suspended time too, and {@link safekit.linux.clock.BootId}, which tells boots apart.
 */
package safekit.linux.clock;
