/**
 * What all configuration files share: places, findings, spelling hints, time units, addresses.
 * Nothing here opens a file or resolves a name.
 */
package safekit.core.config;
