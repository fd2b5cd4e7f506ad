/** Where everything lies: the directory layout of spec 00 section 4. */
package safekit.node.home;
