/** Draft. */
package safekit.core.replication;
