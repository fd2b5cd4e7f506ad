/** POSIX extended regular expressions as the C library evaluates them; java.util.regex differs. */
package safekit.linux.regex;
