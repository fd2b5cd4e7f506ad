package safekit.core.config.module;

import safekit.core.config.HostAddress;
import safekit.core.config.Word;
import safekit.core.config.xml.Source;

/**
 * {@code <virtual_addr>} (spec 03 section 2). {@code netmaskLength} is -1 when the mask is the
 * interface's.
 */
public record VirtualAddress(
        HostAddress address,
        Where where,
        boolean check,
        boolean connections,
        int netmaskLength,
        Source source) {

    /** On which nodes the address is set (spec 03 section 3). */
    public enum Where implements Word {
        ONE_SIDE_ALIAS("one_side_alias"),
        ONE_SIDE("one_side"),
        ALIAS("alias");

        private final String word;

        Where(String word) {
            this.word = word;
        }

        @Override
        public String word() {
            return word;
        }
    }
}
