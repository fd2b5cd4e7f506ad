/** userconfig.xml (spec 02 to 06). */
package safekit.core.config.module;
