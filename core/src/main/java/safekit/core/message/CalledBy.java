package safekit.core.message;

/** Who ordered an action: the end of {@code Action ... called by ...} (spec 09 section 2). */
public final class CalledBy {
    /** A command of this machine. */
    public static final String ROOT = "root";

    /** Process and service monitoring. */
    public static final String ERRD = "errd";

    /** The checker of another module. */
    public static final String MODULECHECK = "modulecheck";

    private CalledBy() {}

    /** A user of the console or of the API of this node. */
    public static String console(String user, String clientAddress) {
        return user + "@" + clientAddress;
    }

    /** A user of the console of another node, which passed the command on. */
    public static String consoleVia(String user, String clientAddress, String proxyAddress) {
        return console(user, clientAddress) + "via" + proxyAddress;
    }
}
