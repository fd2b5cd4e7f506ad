package safekit.core.config.module;

import java.util.List;
import safekit.core.config.Word;
import safekit.core.config.xml.Source;

/**
 * {@code <vhost>}: host names that applications see instead of the real one (spec 02 section 8).
 */
public record VirtualHost(List<Name> names, Source source) {
    public VirtualHost {
        names = List.copyOf(names);
    }

    /** {@code <virtualhostname>}; a relative {@code envFile} is below SAFEUSERBIN. */
    public record Name(String name, String envFile, When when, Source source) {}

    /** In which states the virtual name is returned. */
    public enum When implements Word {
        PRIM("prim"),
        SECOND("second"),
        BOTH("both");

        private final String word;

        When(String word) {
            this.word = word;
        }

        @Override
        public String word() {
            return word;
        }
    }
}
