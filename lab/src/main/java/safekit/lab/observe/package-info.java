/**
 * What the lab sees from outside, without asking the product.
 *
 * <p>{@link Watch} samples who serves, directly on every host, and tells how many did at one
 * instant. {@link Tree} is a directory of a host as it is found on disk, to be compared with the
 * other host's.
 */
package safekit.lab.observe;
