/** Replication of the directories of a mirror module between two nodes. */
package safekit.node.replication;

