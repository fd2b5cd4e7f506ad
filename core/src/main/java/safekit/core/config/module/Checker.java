package safekit.core.config.module;

import java.time.Duration;
import java.util.List;
import safekit.core.config.HostAddress;
import safekit.core.config.Word;
import safekit.core.config.xml.Source;

/** One tag of {@code <check>} (spec 05 sections 3 to 9). */
public sealed interface Checker {
    /** The tag, which is also the class of the resource: {@code tcp}, {@code ping}, ... */
    String tag();

    /** The label within the tag. */
    String ident();

    /** The window in which the checker runs. */
    When when();

    /** Where it was written. */
    Source source();

    /** The resource that the checker owns. */
    default String resource() {
        return tag() + "." + ident();
    }

    /** A TCP connection can be opened. */
    record Tcp(String ident, When when, Action action, Target to, Source source)
            implements Checker {
        @Override
        public String tag() {
            return "tcp";
        }
    }

    /** An ICMP echo is answered; the target's port is 0. */
    record Ping(String ident, When when, Action action, Target to, Source source)
            implements Checker {
        @Override
        public String tag() {
            return "ping";
        }
    }

    /** The link of the interface that owns the address is up. */
    record Intf(String ident, HostAddress localAddress, Source source) implements Checker {
        @Override
        public String tag() {
            return "intf";
        }

        @Override
        public When when() {
            return When.PRE;
        }
    }

    /** The address is configured on this node. */
    record Ip(String ident, When when, HostAddress address, Duration interval, Source source)
            implements Checker {
        @Override
        public String tag() {
            return "ip";
        }
    }

    /** A program of the user sets the resource. */
    record Custom(
            String ident, When when, String exec, String arguments, Action action, Source source)
            implements Checker {
        @Override
        public String tag() {
            return "custom";
        }
    }

    /** Another module is ready. {@code ident} is {@code <name>_<addr>} when the file has none. */
    record Module(String ident, String name, Target to, boolean secure, Source source)
            implements Checker {
        @Override
        public String tag() {
            return "module";
        }

        @Override
        public When when() {
            return When.PRE;
        }
    }

    /** At least one witness answers a ping. */
    record Splitbrain(String ident, List<HostAddress> witnesses, Source source) implements Checker {
        public Splitbrain {
            witnesses = List.copyOf(witnesses);
        }

        @Override
        public String tag() {
            return "splitbrain";
        }

        @Override
        public When when() {
            return When.PRE;
        }
    }

    /** {@code <to>}: what is tested, how often, and how long an answer may take. */
    record Target(HostAddress address, int port, Duration interval, Duration timeout) {}

    /** The windows of spec 05 section 3. */
    enum When implements Word {
        PRE("pre"),
        PRIM("prim"),
        SECOND("second"),
        BOTH("both");

        private final String word;

        When(String word) {
            this.word = word;
        }

        @Override
        public String word() {
            return word;
        }
    }

    /** What the generated rule does when the resource is down. */
    enum Action implements Word {
        STOP("stop"),
        STOPSTART("stopstart"),
        RESTART("restart"),
        WAIT("wait"),
        NOACTION("noaction");

        private final String word;

        Action(String word) {
            this.word = word;
        }

        @Override
        public String word() {
            return word;
        }
    }
}
