/** cluster.xml (spec 01 section 1). */
package safekit.core.config.cluster;
