/**
 * Configuration XML with the place of everything.
 *
 * <ul>
 *   <li>{@link safekit.core.config.xml.XmlReader}: text to tree; scanner, tree builder and
 *       references are its parts. No entity can be declared, nothing external is read, size and
 *       depth are bounded.
 *   <li>{@link safekit.core.config.xml.ElementReader}: typed attributes and children of one
 *       element; what nobody asked for is unknown and reported.
 *   <li>{@link safekit.core.config.xml.Source}: the place that a record keeps; never part of
 *       equality.
 *   <li>{@link safekit.core.config.xml.XmlBuilder}, {@link safekit.core.config.xml.XmlPrinter}:
 *       records back to a tree and to text.
 * </ul>
 */
package safekit.core.config.xml;
