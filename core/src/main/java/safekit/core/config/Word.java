package safekit.core.config;

/** An enum constant that has a fixed spelling in configuration files. */
public interface Word {
    /** The spelling, for example {@code one_side_alias}. */
    String word();
}
