/**
 * The modules of this node: installing a {@code .safe} file and making its configuration the active
 * one (spec 08 section 6). A failure never leaves half a module.
 *
 * <ul>
 *   <li>{@link safekit.node.install.Modules}: which modules are installed, their ids.
 *   <li>{@link safekit.node.install.ModuleArchive}: {@code .safe} files, which are zips.
 *   <li>{@link safekit.node.install.Installation}: install, uninstall.
 *   <li>{@link safekit.node.install.Configuration}: config, confcheck, confinfo, deconfig; {@link
 *       safekit.node.install.Candidate} is the checked result of reading userconfig.xml.
 *   <li>{@link safekit.node.install.FreedDirectories}: what config, deconfig and uninstall do with
 *       directories that are no longer replicated.
 *   <li>{@link safekit.node.install.ActiveTree}: swaps the active configuration in one step.
 *   <li>{@link safekit.node.install.CommandScript}: scripts that belong to commands.
 *   <li>{@link safekit.node.install.Mounts}: what is mounted where.
 *   <li>{@link safekit.node.install.PortList}: {@code module getports}.
 *   <li>{@link safekit.node.install.ConfigSignature}: says whether two configurations are the same.
 * </ul>
 */
package safekit.node.install;
