import org.jspecify.annotations.NullMarked;

/** The daemon safeadmin and the module process. */
@NullMarked
module safekit.node {
    requires static org.jspecify;
    requires java.sql;
    requires com.dynatrace.hash4j;
    requires safekit.core;
    requires safekit.linux;

    exports safekit.node.home;
}
