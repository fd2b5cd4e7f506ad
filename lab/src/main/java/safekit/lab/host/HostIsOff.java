package safekit.lab.host;

/** Something was asked of a host that has no power. */
public final class HostIsOff extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    HostIsOff(String host) {
        super(host + " is off");
    }
}
