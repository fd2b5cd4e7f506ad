package safekit.core.message;

/** What the {@code safekit} command prints itself (spec 02 section 2, 08 sections 1 and 8). */
public final class CommandText {
    /** Printed in one line, one dot per second (OPEN 08-2). */
    public static final String WAITING_FOR_SAFEADMIN = "Waiting for safeadmin ..........";

    /** The daemon did not answer: exit code 3 (OPEN 08-1). */
    public static final String SAFEADMIN_NOT_RUNNING =
            "Error: safeadmin administrator daemon not running";

    /** A directory is in use by somebody else (spec 04 section 4). */
    public static final String DEVICE_BUSY = "Error: Device or resource busy";

    private CommandText() {}

    /** A time value that is not one, or that its attribute cannot hold (OPEN 02-3). */
    public static String invalidTime(String value, String attribute, String unit) {
        return "Error: invalid value '%s' for the attribute %s (expected time unit: '%s')"
                .formatted(value, attribute, unit);
    }

    /** Line before the output of one server of a distributed command. */
    public static String server(String url) {
        return "---------------- Server=" + url + " ----------------";
    }

    /** The web service of a server refused the connection (OPEN 08-13). */
    public static String connectionRefused(String address, int port) {
        return "curl: (7) Failed to connect to " + address + " port " + port;
    }

    /** The web service of a server did not answer in time (OPEN 08-13). */
    public static String connectionTimedOut(String address, int port) {
        return "curl: (28) Failed to connect to " + address + " port " + port + ": timed out";
    }
}
