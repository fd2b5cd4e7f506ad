package safekit.core.config.module;

import java.time.Duration;
import java.util.List;
import safekit.core.config.Word;
import safekit.core.config.xml.Source;

/**
 * {@code <user>}, the module's scripts (spec 02 section 7); without it no script is ever executed.
 */
public record User(
        Duration niceStopTimeout,
        Duration forceStopTimeout,
        Logging logging,
        int userLogSizeKilobytes,
        List<Variable> variables,
        Source source) {
    public User {
        variables = List.copyOf(variables);
    }

    /** Where the output of scripts goes: to userlog files, or nowhere. */
    public enum Logging implements Word {
        USERLOG("userlog"),
        NONE("none");

        private final String word;

        Logging(String word) {
            this.word = word;
        }

        @Override
        public String word() {
            return word;
        }
    }

    /** {@code <var>}: an environment variable of every script. */
    public record Variable(String name, String value, Source source) {}
}
