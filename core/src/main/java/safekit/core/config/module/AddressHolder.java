package safekit.core.config.module;

import java.util.List;
import safekit.core.config.Word;
import safekit.core.config.xml.Source;

/** What holds virtual addresses on an interface: its own MAC, or a virtual one (spec 03). */
public sealed interface AddressHolder {
    /** The addresses in document order. */
    List<VirtualAddress> addresses();

    /** Where the holder was written. */
    Source source();

    /** {@code <real_interface>}: aliases on the interface itself. */
    record Real(List<VirtualAddress> addresses, Source source) implements AddressHolder {
        public Real {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * {@code <virtual_interface>}: addresses shared by several nodes. {@code mac} is empty when it
     * derives from the first address.
     */
    record Virtual(Type type, String mac, List<VirtualAddress> addresses, Source source)
            implements AddressHolder {
        public Virtual {
            addresses = List.copyOf(addresses);
        }
    }

    /** How a farm's address looks on the wire (spec 03 section 4; default OPEN 03-1). */
    enum Type implements Word {
        VMAC_DIRECTED("vmac_directed"),
        VMAC_INVISIBLE("vmac_invisible");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        @Override
        public String word() {
            return word;
        }
    }
}
