/** Calls of the C library, with errno. The only place that links native functions. */
package safekit.linux.sys;
