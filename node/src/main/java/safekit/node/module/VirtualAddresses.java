package safekit.node.module;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import safekit.core.config.module.Interface;
import safekit.core.config.module.VirtualIp;
import safekit.core.message.LogLine;
import safekit.core.message.Message;
import safekit.linux.net.AddressProbe;
import safekit.linux.net.Announce;
import safekit.linux.net.InterfaceAddress;
import safekit.linux.net.Interfaces;
import safekit.linux.net.MacAddress;
import safekit.linux.net.TcpConnections;
import safekit.linux.net.VirtualAddress;

/**
 * The virtual addresses of a mirror (spec 03 sections 2 and 3): probed, set, announced, and
 * announced again by {@code arpreroute}; removed with their connections by {@code tcpreset}. Names
 * are resolved before: giving an address up must not wait for a name server.
 */
public final class VirtualAddresses implements Addresses {
    /**
     * Three questions 40 ms apart. RFC 5227 waits for seconds because it speaks of a host that has
     * just been switched on, behind a port that does not forward yet. Here the link has been up all
     * along, and a holder in the same network answers within a millisecond or so. Clients wait for
     * each takeover as long as this.
     */
    private static final Duration PROBE = Duration.ofMillis(120);

    private static final int FIRST_ANNOUNCEMENTS = 3;
    private static final Duration BETWEEN = Duration.ofMillis(300);

    private final VirtualIp vip;
    private final Map<String, InetAddress> resolved;
    private final Consumer<LogLine> log;
    private final Ignored ignored;
    private volatile @Nullable Thread announcer;
    private volatile @Nullable FutureTask<List<Planned>> expected;

    /** MAC addresses whose claims do not count, asked before each probe: the peer's. */
    public interface Ignored {
        /** Nobody's. */
        Ignored NONE = List::of;

        /** As they are known now. */
        List<MacAddress> now() throws IOException;
    }

    /**
     * The addresses of a module; nothing is set yet.
     *
     * @param resolved by host; what is not there is not known here and is left alone by drop
     */
    public VirtualAddresses(
            VirtualIp vip,
            Map<String, InetAddress> resolved,
            Ignored ignored,
            Consumer<LogLine> log) {
        this.vip = vip;
        this.resolved = Map.copyOf(resolved);
        this.ignored = ignored;
        this.log = log;
    }

    /** One address with what its interface says about announcements. */
    private record Planned(VirtualAddress address, Interface pace) {}

    @Override
    public void expect() {
        var asked = new FutureTask<>(this::probed);
        expected = asked;
        Thread.ofPlatform().daemon().name("probe").start(asked);
    }

    @Override
    public void take() throws IOException {
        FutureTask<List<Planned>> asked = expected;
        expected = null;
        List<Planned> all = asked == null ? probed() : answered(asked);
        for (Planned each : all) {
            each.address().set();
            announce(each);
            log.accept(Message.VIRTUAL_IP_SET.line(each.address().address().getHostAddress()));
        }
        stopAnnouncer();
        announcer = Thread.ofPlatform().daemon().name("arpreroute").start(() -> announceAgain(all));
    }

    @Override
    public void drop() throws IOException {
        expected = null;
        stopAnnouncer();
        Interfaces interfaces = Interfaces.read();
        for (Interface group : vip.interfaces()) {
            for (var virtual : group.addresses()) {
                InetAddress address = resolved.get(virtual.address().host());
                var owner = address == null ? null : interfaces.owning(address);
                if (address != null && owner != null) {
                    remove(owner.name(), address, owner.addresses());
                }
            }
        }
    }

    private void remove(String link, InetAddress address, List<InterfaceAddress> present)
            throws IOException {
        if (vip.tcpReset()) {
            TcpConnections.reset(address);
        }
        for (InterfaceAddress own : present) {
            if (own.address().equals(address)) {
                new VirtualAddress(link, address, own.prefixLength(), false).remove();
            }
        }
    }

    /** Where the addresses go, after nobody else was found to have one. */
    private List<Planned> probed() throws IOException {
        List<Planned> all = planned();
        probe(all);
        return all;
    }

    private static List<Planned> answered(FutureTask<List<Planned>> asked) throws IOException {
        try {
            return asked.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException refused) {
                throw refused;
            }
            throw new IllegalStateException("the probe of the virtual addresses", failed);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IOException("the module ends", ended);
        }
    }

    private void probe(List<Planned> all) throws IOException {
        Interfaces interfaces = Interfaces.read();
        var targets = new ArrayList<AddressProbe.Target>();
        for (Planned each : all) {
            VirtualAddress virtual = each.address();
            boolean present = interfaces.owning(virtual.address()) != null;
            if (!present && interfaces.required(virtual.interfaceName()).ethernet()) {
                targets.add(new AddressProbe.Target(virtual.interfaceName(), virtual.address()));
            }
        }
        var answer = AddressProbe.ask(targets, ignored.now(), PROBE);
        if (answer instanceof AddressProbe.Taken(InetAddress address, MacAddress by)) {
            throw new IOException("%s is in use by %s".formatted(address.getHostAddress(), by));
        }
    }

    private List<Planned> planned() throws IOException {
        Interfaces interfaces = Interfaces.read();
        var all = new ArrayList<Planned>();
        for (Interface group : vip.interfaces()) {
            for (var virtual : group.addresses()) {
                String host = virtual.address().host();
                InetAddress address = resolved.get(host);
                if (address == null) {
                    throw new IOException("the address of " + host + " is not known");
                }
                var link =
                        group.name().isEmpty()
                                ? interfaces.containing(address)
                                : interfaces.required(group.name());
                if (link == null) {
                    throw new IOException(
                            "no interface of this node is in the network of "
                                    + address.getHostAddress());
                }
                int prefix =
                        virtual.netmaskLength() > 0
                                ? virtual.netmaskLength()
                                : prefixOn(link.addresses(), address);
                boolean source =
                        virtual.where() == safekit.core.config.module.VirtualAddress.Where.ONE_SIDE;
                all.add(
                        new Planned(
                                new VirtualAddress(link.name(), address, prefix, source), group));
            }
        }
        return all;
    }

    /** That of the interface's own address in the same network, else a host address. */
    private static int prefixOn(List<InterfaceAddress> present, InetAddress address) {
        return present.stream()
                .filter(own -> !own.ours() && own.sameNetwork(address))
                .mapToInt(InterfaceAddress::prefixLength)
                .max()
                .orElse(8 * address.getAddress().length);
    }

    private static void announce(Planned planned) throws IOException {
        VirtualAddress address = planned.address();
        if (Interfaces.read().required(address.interfaceName()).ethernet()) {
            Announce.once(address.interfaceName(), address.address());
        }
    }

    /** Twice more within a second, then by arpreroute until the addresses go. */
    private void announceAgain(List<Planned> all) {
        try {
            for (int i = 1; i < FIRST_ANNOUNCEMENTS; i++) {
                TimeUnit.NANOSECONDS.sleep(BETWEEN.toNanos());
                announceAll(all, false);
            }
            List<Planned> paced = all.stream().filter(each -> each.pace().arpReroute()).toList();
            while (!paced.isEmpty()) {
                TimeUnit.NANOSECONDS.sleep(paced.getFirst().pace().arpInterval().toNanos());
                announceAll(paced, true);
            }
        } catch (InterruptedException dropped) {
            Thread.currentThread().interrupt();
        }
    }

    /** An announcement that cannot be sent now is repeated later; the address stays. */
    private static void announceAll(List<Planned> all, boolean elapse) throws InterruptedException {
        for (Planned each : all) {
            try {
                announce(each);
            } catch (IOException later) {
                continue;
            }
            if (elapse) {
                TimeUnit.NANOSECONDS.sleep(each.pace().arpElapse().toNanos());
            }
        }
    }

    private void stopAnnouncer() {
        Thread running = announcer;
        announcer = null;
        if (running != null) {
            running.interrupt();
        }
    }
}
