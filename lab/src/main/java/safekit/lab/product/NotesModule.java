package safekit.lab.product;

import java.time.Duration;

/**
 * What a scenario chooses in the userconfig.xml of the notes module; everything that is slow by
 * default is short, and only here (spec 02).
 *
 * @param timeout silence before a heartbeat is lost
 * @param defaultprim spec 02 section 4; empty: the attribute is absent
 * @param failover whether the secondary takes over by itself
 * @param interfaceCheck whether a lost carrier of the virtual address's interface counts
 * @param copyKilobytesPerSecond limit of a reintegration; 0 is none
 */
public record NotesModule(
        Duration timeout,
        String defaultprim,
        boolean failover,
        boolean interfaceCheck,
        int copyKilobytesPerSecond) {
    /** The name of the module under test. */
    public static final String NAME = "notes";

    /** The port of its service. */
    public static final int PORT = 9600;

    /** Two heartbeats, the flow on the second lan, a virtual address, and short times. */
    public static NotesModule quick() {
        return new NotesModule(Duration.ofSeconds(3), "alone", true, false, 0);
    }

    public NotesModule withTimeout(Duration chosen) {
        return new NotesModule(
                chosen, defaultprim, failover, interfaceCheck, copyKilobytesPerSecond);
    }

    public NotesModule withDefaultprim(String chosen) {
        return new NotesModule(timeout, chosen, failover, interfaceCheck, copyKilobytesPerSecond);
    }

    public NotesModule withoutFailover() {
        return new NotesModule(timeout, defaultprim, false, interfaceCheck, copyKilobytesPerSecond);
    }

    public NotesModule withInterfaceCheck() {
        return new NotesModule(timeout, defaultprim, failover, true, copyKilobytesPerSecond);
    }

    public NotesModule withSlowCopy(int kilobytesPerSecond) {
        return new NotesModule(timeout, defaultprim, failover, interfaceCheck, kilobytesPerSecond);
    }

    String userconfig(String virtualAddress, String directory) {
        String check = interfaceCheck ? "on" : "off";
        String prim = defaultprim.isEmpty() ? "" : " defaultprim=\"" + defaultprim + "\"";
        String copy =
                copyKilobytesPerSecond == 0
                        ? ""
                        : " reiallowedbw=\"" + copyKilobytesPerSecond + "\"";
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
          <rfs async="none" locktimeout="8s" sendtimeout="5s"%s><replicated dir="%s" mode="read_only"/></rfs>
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
                        copy,
                        directory,
                        directory,
                        PORT);
    }
}
