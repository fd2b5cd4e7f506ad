import org.jspecify.annotations.NullMarked;

/** What the installed product costs, measured on lab hosts. */
@NullMarked
module safekit.bench {
    requires static org.jspecify;
    requires safekit.lab;
    // Only in programs that run inside a host, with the library of the installed tree.
    requires static safekit.linux;
}
