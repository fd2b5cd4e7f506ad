package safekit.lab.product;

import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a scenario chooses in the userconfig.xml of the notes module; everything that is slow by
 * default is short, and only here (spec 02).
 *
 * @param timeout silence before a heartbeat is lost
 * @param defaultprim spec 02 section 4; empty: the attribute is absent
 * @param failover whether the secondary takes over by itself
 * @param interfaceCheck whether a lost carrier of the virtual address's interface counts
 * @param replication attributes of {@code <rfs>}
 */
public record NotesModule(
        Duration timeout,
        String defaultprim,
        boolean failover,
        boolean interfaceCheck,
        SortedMap<String, String> replication) {
    /** The name of the module under test. */
    public static final String NAME = "notes";

    /** The port of its service. */
    public static final int PORT = 9600;

    /** Two heartbeats, the flow on the second lan, a virtual address, and short times. */
    public static NotesModule quick() {
        var replication = new TreeMap<String, String>();
        replication.put("async", "none");
        replication.put("locktimeout", "8s");
        replication.put("sendtimeout", "5s");
        return new NotesModule(Duration.ofSeconds(3), "alone", true, false, replication);
    }

    public NotesModule withTimeout(Duration chosen) {
        return new NotesModule(chosen, defaultprim, failover, interfaceCheck, replication);
    }

    public NotesModule withDefaultprim(String chosen) {
        return new NotesModule(timeout, chosen, failover, interfaceCheck, replication);
    }

    public NotesModule withoutFailover() {
        return new NotesModule(timeout, defaultprim, false, interfaceCheck, replication);
    }

    public NotesModule withInterfaceCheck() {
        return new NotesModule(timeout, defaultprim, failover, true, replication);
    }

    /** With this attribute of {@code <rfs>}, instead of what it was. */
    public NotesModule withReplication(String attribute, String value) {
        var all = new TreeMap<>(replication);
        all.put(attribute, value);
        return new NotesModule(timeout, defaultprim, failover, interfaceCheck, all);
    }

    public NotesModule withSlowCopy(int kilobytesPerSecond) {
        return withReplication("reiallowedbw", "" + kilobytesPerSecond);
    }

    String userconfig(String virtualAddress, String directory) {
        String check = interfaceCheck ? "on" : "off";
        String prim = defaultprim.isEmpty() ? "" : " defaultprim=\"" + defaultprim + "\"";
        String rfs =
                replication.entrySet().stream()
                        .map(one -> " %s=\"%s\"".formatted(one.getKey(), one.getValue()))
                        .collect(Collectors.joining());
        return """
        <!DOCTYPE safe>
        <safe>
         <service mode="mirror"%s failover="%s">
          <heart pulse="200ms" timeout="%dms">
           <heartbeat name="default"/>
           <heartbeat name="private" ident="flow"/>
          </heart>
          <vip><interface_list><interface check="%s" arpreroute="on"><real_interface>
           <virtual_addr addr="%s" where="one_side_alias" check="on"/>
          </real_interface></interface></interface_list></vip>
          <rfs%s><replicated dir="%s" mode="read_only"/></rfs>
          <user nicestoptimeout="10s" forcestoptimeout="10s">
           <var name="NOTES_DIRECTORY" value="%s"/>
           <var name="NOTES_PORT" value="%d"/>
          </user>
          <failover period="500ms" handle_time="1000ms"/>
         </service>
        </safe>
        """
                .formatted(
                        prim,
                        failover ? "on" : "off",
                        timeout.toMillis(),
                        check,
                        virtualAddress,
                        rfs,
                        directory,
                        directory,
                        PORT);
    }
}
