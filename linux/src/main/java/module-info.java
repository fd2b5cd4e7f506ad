import org.jspecify.annotations.NullMarked;

/** Every native or privileged act, behind small interfaces. Depends on nothing of ours. */
@NullMarked
module safekit.linux {
    requires static transitive org.jspecify;
    // Only for the tests, which count what a reading of the clock allocates.
    requires static jdk.management;

    exports safekit.linux.clock;
    exports safekit.linux.file;
    exports safekit.linux.fuse;
    exports safekit.linux.mount;
    exports safekit.linux.net;
    exports safekit.linux.process;
    exports safekit.linux.regex;
    exports safekit.linux.sys;
}
