import org.jspecify.annotations.NullMarked;

/** The {@code safekit} command. */
@NullMarked
module safekit.cli {
    requires static org.jspecify;
    requires info.picocli;
    requires safekit.core;
}
