/** The positioned XML reader and what reads typed values from its tree. */
package safekit.core.config.xml;
