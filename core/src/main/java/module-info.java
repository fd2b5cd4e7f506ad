import org.jspecify.annotations.NullMarked;

/** All decisions, pure: no clock, thread, random number, socket or file. */
@NullMarked
module safekit.core {
    requires static transitive org.jspecify;
    requires java.xml;
    requires com.ctc.wstx;
    requires org.codehaus.stax2;

    exports safekit.core.base;
    exports safekit.core.config;
    exports safekit.core.config.cluster;
    exports safekit.core.config.module;
    exports safekit.core.config.xml;
}
