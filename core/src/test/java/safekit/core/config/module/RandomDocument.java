package safekit.core.config.module;

import java.util.List;
import java.util.Random;

/** Random userconfig.xml from the vocabulary of spec 02 to 06: mostly valid values, some not. */
final class RandomDocument {
    private static final List<String> SECONDS = List.of("1", "10s", "2m", "1h", "3000ms", "500ms");
    private static final List<String> SWITCH = List.of("on", "off", "on", "off", "yes");
    private static final List<String> ADDRESSES =
            List.of("10.1.0.1", "10.1.0.2", "2001:db8::1", "vip.example.com", "localhost");
    private static final List<String> ACTIONS =
            List.of("stop", "stopstart", "restart", "wait", "noaction");
    private static final List<String> WINDOWS = List.of("pre", "prim", "second", "both");

    private final Random random;
    private final StringBuilder out = new StringBuilder();
    private int serial;

    RandomDocument(long seed) {
        this.random = new Random(seed);
    }

    String text() {
        out.append("<!DOCTYPE safe>\n<safe>\n");
        if (random.nextBoolean()) {
            out.append("<macro name=\"M\" value=\"10&quot; &lt;&amp; %HOME_OF_TEST%\"/>\n");
        }
        String mode = pick(List.of("mirror", "mirror", "farm", "light"));
        open("service");
        set("mode", List.of(mode));
        maybe("boot", List.of("on", "off", "auto", "ignore"));
        maybe("boot_delay", List.of("0", "5", "2m"));
        maybe("maxloop", List.of("0", "3", "100"));
        maybe("loop_interval", List.of("24", "0", "1d", "90m"));
        maybe("automatic_reboot", SWITCH);
        out.append(">\n");
        switch (mode) {
            case "mirror" -> mirror();
            case "farm" -> farm();
            default -> {}
        }
        common(mode);
        out.append("</service>\n</safe>\n");
        return out.toString();
    }

    private void mirror() {
        open("heart");
        maybe("port", List.of("8888", "9999"));
        maybe("pulse", List.of("100", "1s", "700ms"));
        maybe("timeout", List.of("30000", "10s", "1m"));
        maybe("permanent_arp", SWITCH);
        out.append(">");
        empty("heartbeat", "name=\"default\"");
        if (random.nextBoolean()) {
            open("heartbeat");
            set("name", List.of("private"));
            maybe("ident", List.of("flow"));
            maybe("timeout", List.of("5s"));
            out.append("/>");
        }
        out.append("</heart>\n");
        if (random.nextBoolean()) {
            rfs();
        }
        if (random.nextBoolean()) {
            vip("real_interface", List.of("one_side_alias", "one_side"), false);
        }
    }

    private void farm() {
        out.append("<farm><lan name=\"default\"/></farm>\n");
        if (random.nextBoolean()) {
            vip("virtual_interface", List.of("alias"), true);
        }
    }

    private void rfs() {
        open("rfs");
        maybe("async", List.of("second", "none"));
        maybe("acl", SWITCH);
        maybe("packetsize", List.of("8192", "1000000"));
        maybe("locktimeout", SECONDS);
        maybe("checktime", List.of("220000ms", "100s"));
        maybe("nbrei", List.of("1", "6", "16"));
        maybe("reiallowedbw", List.of("20000"));
        maybe("namespacepolicy", List.of("0", "1", "3", "4"));
        maybe("syncdelta", List.of("0", "5m", "2h"));
        maybe("syncat", List.of("01 0 * * *", "*/5 1-3,7 * jan mon"));
        maybe("mountoversuffix", List.of("_x"));
        maybe("writeback", SWITCH);
        out.append(">");
        if (random.nextInt(3) == 0) {
            out.append("<flow name=\"private\"/>");
        }
        for (int count = 1 + random.nextInt(3); count > 0; count--) {
            open("replicated");
            set("dir", List.of("/data/" + serial++ + "//x/"));
            maybe("mode", List.of("read_only"));
            out.append("><tocheck path=\"a\"/>");
            out.append("<notreplicated regexpath=\"!a|b'&quot;\"/></replicated>");
        }
        out.append("</rfs>\n");
    }

    private void vip(String holder, List<String> where, boolean groups) {
        open("vip");
        maybe("tcpreset", SWITCH);
        out.append("><interface_list>");
        open("interface");
        maybe("name", List.of("eth0", "bond0"));
        maybe("check", SWITCH);
        maybe("arpreroute", SWITCH);
        maybe("arpelapse", List.of("0", "20m"));
        out.append("><").append(holder).append(">");
        for (String address : ADDRESSES.subList(0, 1 + random.nextInt(4))) {
            open("virtual_addr");
            set("addr", List.of(address));
            set("where", where);
            maybe("check", SWITCH);
            maybe("connections", SWITCH);
            out.append("/>");
        }
        out.append("</").append(holder).append("></interface></interface_list>");
        if (groups) {
            group();
        }
        out.append("</vip>\n");
    }

    private void group() {
        out.append("<loadbalancing_list><group name=\"g\">");
        if (random.nextBoolean()) {
            out.append("<cluster><host name=\"node1\" power=\"64 * 64\"/>");
            out.append("<host name=\"node2\"/></cluster>");
        }
        open("rule");
        maybe("port", List.of("80", "*"));
        set("proto", List.of("tcp", "udp"));
        set("filter", List.of("on_addr", "on_port"));
        out.append("/></group></loadbalancing_list>");
    }

    private void common(String mode) {
        open("user");
        maybe("nicestoptimeout", SECONDS);
        maybe("logging", List.of("userlog", "none"));
        out.append("><var name=\"A\" value=\"%M% tab&#9;end\"/></user>\n");
        if (random.nextBoolean()) {
            out.append("<errd>");
            open("proc");
            set("name", List.of("a", "b c"));
            set("class", mode.equals("mirror") ? WINDOWS : List.of("both", "mine"));
            maybe("action", List.of("stopstart", "noaction", "/bin/handler"));
            maybe("atmax", List.of("-1", "0", "7"));
            maybe("argregex", List.of(".*x.*"));
            out.append("/></errd>\n");
        }
        for (int count = random.nextInt(4); count > 0; count--) {
            checker();
        }
        if (random.nextInt(3) == 0) {
            open("failover");
            maybe("extends", List.of("yes", "no"));
            maybe("period", List.of("5s", "1000"));
            out.append(
                    "><![CDATA[ --Lua Rules\n x<1 ]]> a: if (x]]&gt;) <![CDATA[b]]></failover>\n");
        }
    }

    private void checker() {
        out.append("<check>");
        String tag = pick(List.of("tcp", "ping", "custom", "module", "ip", "intf", "splitbrain"));
        open(tag);
        set("ident", List.of("c" + serial++));
        switch (tag) {
            case "tcp", "ping" -> {
                set("when", WINDOWS);
                maybe("action", ACTIONS);
                out.append("><to addr=\"").append(pick(ADDRESSES)).append("\" port=\"80\"");
                maybe("interval", SECONDS);
                out.append("/></").append(tag).append(">");
            }
            case "custom" -> {
                set("when", WINDOWS);
                set("exec", List.of("x.sh", "/bin/x"));
                maybe("arg", List.of("a 'b c'"));
                out.append("/>");
            }
            case "module" -> {
                out.append(" name=\"m\"");
                out.append(
                        random.nextBoolean() ? "/>" : "><to addr=\"h\" secure=\"on\"/></module>");
            }
            case "ip" -> out.append("><to addr=\"10.1.0.1\"/></ip>");
            case "intf" -> out.append("><to local_addr=\"10.1.0.9\"/></intf>");
            default -> out.append(" exec=\"ping\" arg=\"a b, ::1\"/>");
        }
        out.append("</check>\n");
    }

    private void open(String element) {
        out.append('<').append(element);
    }

    private void empty(String element, String attributes) {
        out.append('<').append(element).append(' ').append(attributes).append("/>");
    }

    private void maybe(String attribute, List<String> values) {
        if (random.nextInt(3) == 0) {
            set(attribute, values);
        }
    }

    private void set(String attribute, List<String> values) {
        out.append(' ').append(attribute).append("=\"").append(pick(values)).append('"');
    }

    private String pick(List<String> values) {
        return values.get(random.nextInt(values.size()));
    }
}
