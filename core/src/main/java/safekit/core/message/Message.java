package safekit.core.message;

import static safekit.core.message.Level.C;
import static safekit.core.message.Level.D;
import static safekit.core.message.Level.E;
import static safekit.core.message.Level.I;
import static safekit.core.message.Level.S;
import static safekit.core.message.Level.U;

import safekit.core.base.Check;

/**
 * The catalogue of the module log (spec 09 section 3), in English; {@code <name>} is a place to
 * fill. Where the specification leaves the level or the origin open, the choice is ours (OPEN
 * 09-5). Keys below 900 are for texts of the specification, keys from 900 on for ours
 * (docs/differences.md).
 */
public enum Message {
    ACTION_CALLED(501, U, "safekit", "Action <action> called by <who>"),
    START_AT_BOOT(502, U, "safekit", "Action start called at boot time"),
    START_AUTOMATIC(503, U, "heart", "Action start called automatically"),
    ALONE_REMOTE_STOP(504, C, "heartplug", "Action alone called by heart: remote stop"),
    ALONE_NO_HEARTBEAT(505, C, "heartplug", "Action alone called by heart: no heartbeat"),
    /** Ordered by errd, a checker, or a command with an identity ({@code -i}). */
    ACTION_CALLED_BY_COMPONENT(506, C, "safekit", "Action <action> called by <identity>"),
    STOP_BY_MAXLOOP(507, C, "heart", "Action stop called by maxloop"),
    STOPSTART_BY_FAILOVER_OFF(508, C, "heart", "Action stopstart called by failover-off"),
    ACTION_FROM_RULE(509, C, "heart", "Action <action> from failover rule <label>"),
    WAKEUP_FROM_RULE(510, I, "heart", "Action wakeup from failover rule Implicit_wakeup"),

    LOCAL_STATE(512, E, "heart", "Local state <state>"),
    REMOTE_STATE(513, E, "heart", "Remote state <state>"),
    HEARTBEAT_DOWN(514, E, "heart", "Resource heartbeat.<id> set to down by heart"),
    HEARTBEAT_UP(515, I, "heart", "Resource heartbeat.<id> set to up by heart"),
    /** The origin is the checker. Down is in the normal log, up is not (OPEN 07b-1). */
    RESOURCE_DOWN(516, C, "checker", "Resource <resource> set to down by <checker>"),
    RESOURCE_UP(517, I, "checker", "Resource <resource> set to up by <checker>"),
    /**
     * Any other assignment of a main resource, {@code safekit set} included (spec 09 section 6).
     */
    RESOURCE_SET(518, I, "safekit", "Resource <resource> set to <value> by <identity>"),
    REPLICATION_DEGRADED(519, C, "nfsadmin", "Resource rfs.degraded set to up by nfsadmin"),

    SCRIPT_LOGGED(520, S, "userplug", "Script <script> > <userlog>"),
    SCRIPT_NOT_LOGGED(521, S, "userplug", "Script <script>"),
    PRINT_EVENT(522, E, "userplug", "<text>"),
    PRINT_INFO(523, I, "userplug", "<text>"),
    PROCESS_NOT_RUNNING(524, C, "errd", "Process <name> not running"),
    SERVICE_NOT_RUNNING(525, C, "errd", "Service <name> not running"),

    SPLIT_BRAIN_STAYING(530, E, "heart", "Split brain recovery: staying alone"),
    SPLIT_BRAIN_EXITING(531, E, "heart", "Split brain recovery: exiting alone"),
    FAILOVER_OFF(532, C, "heart", "Failover-off configured"),
    FAILOVER_OFF_STOPSTART(533, E, "heart", "Transition STOPSTART from failover-off"),
    DEFAULTPRIM_SWAP(534, E, "heart", "Transition SWAP from defaultprim"),
    SWAP_BEGUN(535, E, "heart", "Begin of Swap"),
    /** The blank at the end is in the specification. */
    PRIM_ABORTED(536, E, "heart", "Requested prim start aborted "),
    LICENSE_DEMO(537, C, "heart", "License : NO license : Demo 3 days"),

    DATA_NOT_UPTODATE(
            540,
            E,
            "rfsplug",
            "Data may be not uptodate for replicated directories"
                    + " (wait for the start of the remote server)"),
    HINT_PRIM(
            541,
            E,
            "rfsplug",
            "If you are sure that this server has valid data,"
                    + " run safekit stop, then safekit prim to force start as primary"),
    DATA_INCONSISTENT(
            542,
            E,
            "rfsplug",
            "Data may be inconsistent for replicated directories"
                    + " (stopped during reintegration)"),
    HINT_PRIMFORCE(
            543,
            E,
            "rfsplug",
            "If you are sure that this server has valid data,"
                    + " run safekit primforce to force start as primary"),
    SYNCHRONIZATION_IMPOSSIBLE(
            544,
            E,
            "reintegre",
            "Automatic synchronization cannot be applied due to an abnormal delta"
                    + " between the dates of the last synchronization"),
    /** The plain path, without the specification's suffix (docs/differences.md). */
    UPDATING_DIRECTORY(545, E, "reintegre", "Updating directory tree from <directory>"),
    /** Statistics as in OPEN 04-10. */
    COPIED(
            546,
            E,
            "reintegre",
            "Copied <bytes> bytes, <files> files, <seconds> sec, <rate> KB/sec"),
    /** Policy: synchronize, full or external (OPEN 04-8). */
    REINTEGRATION_ENDED(547, E, "rfsplug", "Reintegration ended (<policy>)"),
    UPTODATE(548, E, "rfsplug", "Uptodate replicated file system"),
    TLS_HANDSHAKE_FAILED(
            549,
            D,
            "reintegre",
            "XXX clnttcp_create: socket=7 TLS handshake failed."
                    + " Check server time and module certificate (expiration date, hash)"),

    VIRTUAL_IP_SET(560, I, "vipplug", "Virtual IP <address> set"),
    FARM_MEMBERSHIP(561, I, "vipd", "farm membership: <nodes> (group <group>_0)"),
    FARM_LOAD(562, I, "vipd", "farm load: <buckets>/256 (group <group>_0)"),
    PEER_CONTACT_LOST(563, D, "vipd", "Lost contact from peer=<address>"),
    NODE_CONTACT_LOST(564, D, "vipd", "Lost contact from <node>"),
    VIP_EXTENSION_FAILED(565, E, "vipplug", "Unable to load vip kernel extension"),

    /** OPEN 07-8 asks for a line and gives no text. */
    SCRIPT_FAILED(900, E, "userplug", "Script <script> exited with <code>"),
    /** OPEN 02-10 asks for a line and gives no text; the attribute is nice- or forcestoptimeout. */
    SCRIPT_KILLED(901, E, "userplug", "Script <script> killed after <seconds> s (<attribute>)"),
    /** OPEN 04-4 asks for a line that names the path, and gives no text. */
    REPLICATION_REFUSED(905, E, "rfsplug", "Replication does not start: <reason>"),
    DIRECTORIES_DIFFER(
            906,
            E,
            "rfsplug",
            "The nodes replicate different directories, exclusions or access lists:"
                    + " apply the same configuration on both"),
    /** {@code reidetail="on"}. */
    FILE_COPIED(907, I, "reintegre", "Copied data of <file>"),
    USED_BY_PROCESS(
            908,
            E,
            "nfsbox",
            "Process <pid> [ <name> ] has files open in <directory>:"
                    + " what it writes is not replicated"),

    EXTERNAL_IMPOSSIBLE(
            950, E, "reintegre", "External synchronization cannot be applied: <reason>"),
    HINT_EXTERNAL(
            951,
            E,
            "reintegre",
            "Finish or redo the backup procedure on both servers, or run safekit rfssync full,"
                    + " or safekit secondforce -d with the date of the backup"),
    WAITS_FOR_SECOND(
            952,
            E,
            "heart",
            "This server gave its role away by swap nosync:"
                    + " run safekit second to synchronize it"),

    QUARANTINE_BEGUN(
            940,
            E,
            "reintegre",
            "Changes of this server that the other one does not have go to quarantine <id>"),
    QUARANTINE_ENDED(
            941,
            E,
            "reintegre",
            "Quarantine <id> holds <bytes> bytes of <files> files (safekit quarantine show <id>)"),
    QUARANTINE_FULL(
            942,
            E,
            "reintegre",
            "Quarantine <id> is full (<bytes> bytes): <path> is overwritten without being kept"),
    QUARANTINE_FAILED(
            943,
            E,
            "reintegre",
            "Quarantine <id> cannot be written (<why>):"
                    + " what follows is overwritten without being kept");

    private final int key;
    private final Level level;
    private final String origin;
    private final String pattern;

    Message(int key, Level level, String origin, String pattern) {
        this.key = key;
        this.level = level;
        this.origin = origin;
        this.pattern = pattern;
    }

    /** Number that stays the same in every language and version. */
    public int key() {
        return key;
    }

    /** Level of every line of this message. */
    public Level level() {
        return level;
    }

    /** Component that tells it, unless {@link LogLine#from} names another one. */
    public String origin() {
        return origin;
    }

    /** The text with its places, such as {@code Local state <state>}. */
    public String pattern() {
        return pattern;
    }

    /** The line with its places filled from left to right; there must be one value for each. */
    public LogLine line(Object... values) {
        return new LogLine(level, origin, key, fill(values));
    }

    private String fill(Object... values) {
        var text = new StringBuilder();
        var used = 0;
        var from = 0;
        for (var open = pattern.indexOf('<'); open >= 0; open = pattern.indexOf('<', from)) {
            Check.that(used < values.length, "too few values for the message " + pattern);
            text.append(pattern, from, open).append(values[used++]);
            from = pattern.indexOf('>', open) + 1;
        }
        Check.that(used == values.length, "too many values for the message " + pattern);
        return text.append(pattern, from, pattern.length()).toString();
    }
}
