package safekit.core.config;

/** How much a finding matters: only an error refuses the configuration. */
public enum Severity {
    ERROR("error"),
    WARNING("warning"),
    NOTICE("notice");

    private final String word;

    Severity(String word) {
        this.word = word;
    }

    /** The word printed after the position. */
    public String word() {
        return word;
    }
}
