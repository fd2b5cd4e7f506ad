import org.jspecify.annotations.NullMarked;

/** Every native or privileged act, behind small interfaces. Depends on nothing of ours. */
@NullMarked
module safekit.linux {
    requires static org.jspecify;

    exports safekit.linux.file;
    exports safekit.linux.fuse;
    exports safekit.linux.sys;
}
