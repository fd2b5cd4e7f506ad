package safekit.core.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import safekit.core.base.Check;

/**
 * The outcome of reading a configuration text. The value is present even when some findings are
 * errors (bad values are replaced by defaults), so that further checks can add theirs; it is absent
 * when the text has no readable structure. Use it in production only when {@link #isUsable()}.
 */
public record Parsed<T>(@Nullable T value, List<Finding> findings) {
    public Parsed {
        findings = List.copyOf(findings);
    }

    /** True when there is a value and no error. */
    public boolean isUsable() {
        return value != null && findings.stream().noneMatch(Finding::isError);
    }

    /** The value of a usable outcome; a bug of the caller when it is not usable. */
    public T usable() {
        T usable = value;
        if (usable == null || !isUsable()) {
            throw new Check.BrokenInvariant("a configuration with errors is not used");
        }
        return usable;
    }
}
