/**
 * Small files that must survive a power failure ({@link safekit.node.disk.DurableFile}) and whole
 * directories ({@link safekit.node.disk.FileTree}).
 */
package safekit.node.disk;
