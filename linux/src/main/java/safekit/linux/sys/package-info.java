/**
 * Calls of the C library, with errno. The only place that links native functions: {@link
 * safekit.linux.sys.Native} for hot paths, {@link safekit.linux.sys.ColdCall} for the others, which
 * throws {@link safekit.linux.sys.CallFailed}.
 */
package safekit.linux.sys;
