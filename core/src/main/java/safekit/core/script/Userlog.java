package safekit.core.script;

import safekit.core.base.LocalTimestamp;
import safekit.core.message.LogLine;
import safekit.core.message.Message;

/** Where the output of a script goes and how the module log tells it (spec 07 section 5). */
public final class Userlog {
    private Userlog() {}

    /** {@code userlog_2024-02-12T091410_start_prim.ulog}, in the module's SAFEUSERVAR. */
    public static String fileName(ScriptCall call, LocalTimestamp start) {
        return "userlog_" + start.inFileName() + "_" + call.name() + ".ulog";
    }

    /** First line of the file: {@code ----------- 2024-02-12T09:14:10 start_prim}. */
    public static String header(ScriptCall call, LocalTimestamp start) {
        return "----------- " + start.withSeconds() + " " + call.name();
    }

    /** Line of the module log when the output goes to a userlog. */
    public static LogLine started(ScriptCall call, LocalTimestamp start) {
        return Message.SCRIPT_LOGGED.line(call.shown(), fileName(call, start));
    }

    /** Line of the module log under {@code logging="none"}. */
    public static LogLine startedWithoutFile(ScriptCall call) {
        return Message.SCRIPT_NOT_LOGGED.line(call.shown());
    }
}
