package safekit.node.module;

import java.io.IOException;
import java.net.InetAddress;
import safekit.linux.net.Interface;
import safekit.linux.net.Interfaces;

/** The network of this host, as checkers ask for it. */
final class HostNetwork implements Checkers.Network {

    @Override
    public boolean linkUp(InetAddress local) throws IOException {
        Interface owner = Interfaces.read().owning(local);
        return owner != null && owner.linkUp();
    }

    @Override
    public boolean present(InetAddress address) throws IOException {
        return Interfaces.read().owning(address) != null;
    }
}
