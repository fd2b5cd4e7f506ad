import org.jspecify.annotations.NullMarked;

/** All decisions, pure: no clock, thread, random number, socket or file. */
@NullMarked
module safekit.core {
    requires static transitive org.jspecify;
    // Only for the tests, which hold our reader against a well-known parser.
    requires static java.xml;

    exports safekit.core.base;
    exports safekit.core.bytes;
    exports safekit.core.config.cluster;
    exports safekit.core.config.module;
    exports safekit.core.config.xml;
    exports safekit.core.config;
    exports safekit.core.failover;
    exports safekit.core.generation;
    exports safekit.core.local;
    exports safekit.core.message;
    exports safekit.core.mirror;
    exports safekit.core.quarantine;
    exports safekit.core.replication;
    exports safekit.core.script;
    exports safekit.core.wire;
}
