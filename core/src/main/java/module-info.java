import org.jspecify.annotations.NullMarked;

/** All decisions, pure: no clock, thread, random number, socket or file. */
@NullMarked
module safekit.core {
    requires static org.jspecify;
    requires java.xml;
    requires com.ctc.wstx;
    requires org.codehaus.stax2;

    exports safekit.core.base;
    exports safekit.core.bytes;
    exports safekit.core.generation;
    exports safekit.core.mirror;
    exports safekit.core.replication;
    exports safekit.core.wire;
}
