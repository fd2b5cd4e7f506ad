package safekit.core.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Collects the findings of one file, so that a user sees all of them at once. Not thread-safe; one
 * collector lives as long as one check.
 */
public final class Findings {
    private final String file;
    private final List<Finding> list = new ArrayList<>();

    /** A collector for the file of this name; the name is only printed, nothing is opened. */
    public Findings(String file) {
        this.file = file;
    }

    /** The name of the file that the findings are about. */
    public String file() {
        return file;
    }

    /** Refuses the configuration. */
    public void error(Position at, String what, String why, String howToCorrect) {
        add(Severity.ERROR, at, what, why, howToCorrect);
    }

    /** Refuses the configuration; what was found says it all. */
    public void error(Position at, String what) {
        add(Severity.ERROR, at, what, "", "");
    }

    /** Probably not what the user wanted; the configuration is usable. */
    public void warning(Position at, String what, String why, String howToCorrect) {
        add(Severity.WARNING, at, what, why, howToCorrect);
    }

    /** Worth knowing, nothing to correct. */
    public void notice(Position at, String what, String why) {
        add(Severity.NOTICE, at, what, why, "");
    }

    /** All findings in reading order; at one place in the order in which they were found. */
    public List<Finding> inReadingOrder() {
        return list.stream().sorted(Comparator.comparing(Finding::at)).toList();
    }

    /** True when at least one finding refuses the configuration. */
    public boolean hasErrors() {
        return list.stream().anyMatch(Finding::isError);
    }

    private void add(Severity severity, Position at, String what, String why, String howToCorrect) {
        list.add(new Finding(severity, file, at, what, why, howToCorrect));
    }
}
