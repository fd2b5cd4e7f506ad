/**
 * userconfig.xml (spec 02 to 06), its checks and what is derived from it.
 *
 * <ul>
 *   <li>{@link safekit.core.config.module.ModuleConfig} and the records below it: immutable, equal
 *       when they say the same.
 *   <li>{@link safekit.core.config.module.ModuleValidation}: the entry; reads, checks against
 *       {@link safekit.core.config.module.ModuleContext} and refuses what {@link
 *       safekit.core.config.module.Unbuilt} lists.
 *   <li>{@code *Reader}: one part of the file each; {@code *Rules}: what several values say
 *       together, {@code ContextRules} and {@code DirectoryRules} with the node and the cluster.
 *   <li>{@link safekit.core.config.module.ModuleXml} and {@code *Xml}: complete XML (safeconf.xml),
 *       which reads back as the same records.
 *   <li>{@link safekit.core.config.module.GeneratedCheckers}: the checkers of {@code check="on"}.
 *   <li>{@link safekit.core.config.module.StaticChanges}: what a running module cannot take over.
 * </ul>
 */
package safekit.core.config.module;
