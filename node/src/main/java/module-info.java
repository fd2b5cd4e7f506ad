import org.jspecify.annotations.NullMarked;

/** The daemon safeadmin and the module process. */
@NullMarked
module safekit.node {
    requires static transitive org.jspecify;
    requires transitive java.sql;
    requires jdk.httpserver;
    requires jdk.net;
    requires com.dynatrace.hash4j;
    requires org.xerial.sqlitejdbc;
    requires transitive safekit.core;
    requires transitive safekit.linux;

    exports safekit.node.home;
    exports safekit.node.store;
}
