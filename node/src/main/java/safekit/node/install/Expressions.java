package safekit.node.install;

import java.util.List;
import safekit.core.config.Finding;
import safekit.core.config.Findings;
import safekit.core.config.module.ModuleConfig;
import safekit.core.config.module.ReplicatedDirectory;
import safekit.core.config.module.ReplicatedDirectory.ExcludedPattern;
import safekit.linux.regex.BadExpression;
import safekit.linux.regex.PosixExpression;

/** Regular expressions of a configuration, which only the C library can judge. */
final class Expressions {
    private Expressions() {}

    static List<Finding> check(String file, ModuleConfig config) {
        var findings = new Findings(file);
        for (ReplicatedDirectory directory : config.directories()) {
            for (ReplicatedDirectory.Exclusion exclusion : directory.exclusions()) {
                if (exclusion instanceof ExcludedPattern pattern) {
                    check(pattern, findings);
                }
            }
        }
        return findings.inReadingOrder();
    }

    private static void check(ExcludedPattern pattern, Findings findings) {
        try (var expression = PosixExpression.compile(pattern.expression())) {
            boolean _ = expression.isFoundIn(new byte[0]);
        } catch (BadExpression bad) {
            findings.error(
                    pattern.source().of("regexpath"),
                    "invalid value '%s%s' for the attribute regexpath of <notreplicated>"
                            .formatted(pattern.inverted() ? "!" : "", pattern.expression()),
                    "expected: a POSIX extended regular expression",
                    "found: " + bad.text());
        }
    }
}
