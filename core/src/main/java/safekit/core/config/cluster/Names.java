package safekit.core.config.cluster;

import java.util.regex.Pattern;

/**
 * What names of nodes, lans and labels may look like: they become parts of resource names, of lists
 * such as {@code -H "node1,node2"} and of file names.
 */
public final class Names {
    /** The rule in words, for messages. */
    public static final String EXPECTED = "letters, digits and . - _ : only, at most 63 characters";

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._:-]{1,63}");

    private Names() {}

    /** True when the name is usable. */
    public static boolean isValid(String name) {
        return NAME.matcher(name).matches();
    }
}
