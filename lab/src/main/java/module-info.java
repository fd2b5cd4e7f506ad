import org.jspecify.annotations.NullMarked;

/** Real daemons on hosts made of namespaces. */
@NullMarked
module safekit.lab {
    requires static transitive org.jspecify;

    exports safekit.lab.host;
    exports safekit.lab.notes;
    exports safekit.lab.observe;
    exports safekit.lab.product;
}
