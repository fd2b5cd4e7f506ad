package safekit.core.mirror;

/**
 * A command with its author.
 *
 * @param command what is asked
 * @param fullsync the next reintegration compares everything
 * @param author the text behind "called by" (spec 09 section 2), or the whole tail of the message
 *     such as "from failover rule ip_failure"
 * @param counted given with an identity: counts for maxloop (spec 06 section 7)
 * @param services value of {@code -Services}, empty for none (spec 07 section 3)
 */
public record Order(
        Command command, boolean fullsync, String author, boolean counted, String services) {

    /** A command of a local administrator. */
    public static Order by(String author, Command command) {
        return new Order(command, false, "called by " + author, false, "");
    }

    /** Start of the text behind an action of the failover machine; the label follows. */
    public static final String FROM_RULE = "from failover rule ";

    /** The whole text behind a start at boot time. */
    public static final String AT_BOOT = "called at boot time";

    /** The start that follows a stopstart, a wait or the death of the process. */
    public static final Order AUTOMATIC =
            new Order(Command.start, false, "called automatically", true, "");
}
