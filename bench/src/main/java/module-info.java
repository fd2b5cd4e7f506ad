import org.jspecify.annotations.NullMarked;

/** What the installed product costs, measured on lab hosts. */
@NullMarked
module safekit.bench {
    requires static org.jspecify;
    requires safekit.lab;
}
