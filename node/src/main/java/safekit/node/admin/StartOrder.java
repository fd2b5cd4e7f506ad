package safekit.node.admin;

import safekit.core.mirror.Command;
import safekit.core.mirror.Order;

/**
 * The first order of a module process: start, prim, primforce or second.
 *
 * @param author the text behind the action in the log, such as {@code called by root}
 * @param since of {@code secondforce}: seconds of the Unix epoch, 0 = none
 */
record StartOrder(Command command, boolean fullsync, String author, long since) {
    /** Without a date. */
    StartOrder(Command command, boolean fullsync, String author) {
        this(command, fullsync, author, 0);
    }

    /** The start after a death. */
    static StartOrder automatic() {
        return new StartOrder(Command.start, false, Order.AUTOMATIC.author());
    }

    /** The start with the machine. */
    static StartOrder atBoot() {
        return new StartOrder(Command.start, false, Order.AT_BOOT);
    }
}
