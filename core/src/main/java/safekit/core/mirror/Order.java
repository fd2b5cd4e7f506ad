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
 * @param since of {@code secondforce}: seconds of the Unix epoch from which on what was modified is
 *     copied, 0 = none
 * @param nosync of {@code swap}: the node that gives its role away waits for the command second
 */
public record Order(
        Command command,
        boolean fullsync,
        String author,
        boolean counted,
        String services,
        long since,
        boolean nosync) {

    /** An order without the options of secondforce and swap. */
    public Order(
            Command command, boolean fullsync, String author, boolean counted, String services) {
        this(command, fullsync, author, counted, services, 0, false);
    }

    /** {@code secondforce -d}: the same with a date. */
    public Order withSince(long seconds) {
        return new Order(command, fullsync, author, counted, services, seconds, nosync);
    }

    /** {@code swap nosync}. */
    public Order withoutSync() {
        return new Order(command, fullsync, author, counted, services, since, true);
    }

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
