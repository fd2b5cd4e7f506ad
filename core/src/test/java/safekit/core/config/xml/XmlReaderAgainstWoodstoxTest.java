package safekit.core.config.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import safekit.core.config.Finding;
import safekit.core.config.Findings;
import safekit.core.config.Fixtures;
import safekit.core.config.Mutation;

/**
 * Woodstox is the oracle: what our reader accepts without a finding, it accepts with the same
 * content, and what it accepts our reader refuses only for the reasons listed.
 */
class XmlReaderAgainstWoodstoxTest {
    private static final int DOCUMENTS = 8000;

    private static final List<String> STRICTER =
            List.of(
                    "the document type",
                    "']]>' outside of a CDATA section",
                    "invalid character",
                    "elements are nested deeper");

    /** Names are ASCII for us. */
    private static final List<String> STRICTER_WITH_OTHER_LETTERS =
            List.of("a name is expected", "a blank, '/>'", "'=' is expected", "</");

    @Test
    void agrees_on_every_fixture_and_on_damaged_ones() {
        List<Path> files = new ArrayList<>(Fixtures.in("module"));
        files.addAll(Fixtures.in("cluster"));
        int accepted = 0;
        for (int seed = 0; seed < DOCUMENTS; seed++) {
            String original = Fixtures.text(files.get(seed % files.size()));
            String text = seed < files.size() ? original : new Mutation(seed).of(original);
            accepted += agree(text, "seed " + seed) ? 1 : 0;
        }
        assertThat(accepted).isGreaterThan(DOCUMENTS / 20);
    }

    private static boolean agree(String text, String label) {
        Findings findings = new Findings("a.xml");
        List<XmlElement> roots = XmlReader.read(text, findings);
        List<Finding> found = findings.inReadingOrder();
        String oracle = oracle(text);
        String context = label + "\n" + found + "\n" + text;
        if (found.isEmpty() && roots.size() == 1) {
            assertThat(oracle).as(context).isEqualTo(printed(roots.getFirst()));
        } else if (oracle != null) {
            assertThat(found).as(context).isNotEmpty();
            assertThat(found).as(context).allMatch(finding -> isStricter(finding.what(), text));
        }
        return oracle != null;
    }

    private static boolean isStricter(String what, String text) {
        boolean otherLetters = text.chars().anyMatch(character -> character > 127);
        return STRICTER.stream().anyMatch(what::startsWith)
                || (otherLetters
                        && STRICTER_WITH_OTHER_LETTERS.stream().anyMatch(what::startsWith));
    }

    private static @Nullable String oracle(String text) {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        assertThat(factory.getClass().getName()).startsWith("com.ctc.wstx");
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setXMLResolver(
                (publicId, systemId, base, namespace) -> InputStream.nullInputStream());
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        String withoutMark = text.startsWith("\ufeff") ? text.substring(1) : text;
        StringBuilder out = new StringBuilder();
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(withoutMark));
            while (reader.hasNext()) {
                append(reader, reader.next(), out);
            }
            return out.toString();
        } catch (XMLStreamException refused) {
            return null;
        }
    }

    private static void append(XMLStreamReader reader, int event, StringBuilder out) {
        switch (event) {
            case XMLStreamConstants.START_ELEMENT -> {
                List<String> attributes = new ArrayList<>();
                for (int index = 0; index < reader.getAttributeCount(); index++) {
                    attributes.add(
                            reader.getAttributeLocalName(index)
                                    + "="
                                    + reader.getAttributeValue(index));
                }
                attributes.sort(Comparator.naturalOrder());
                out.append('<').append(reader.getLocalName()).append(attributes);
            }
            case XMLStreamConstants.END_ELEMENT -> out.append('>');
            default -> {}
        }
    }

    private static String printed(XmlElement element) {
        StringBuilder out = new StringBuilder();
        print(element, out);
        return out.toString();
    }

    private static void print(XmlElement element, StringBuilder out) {
        List<String> attributes = new ArrayList<>();
        element.attributes()
                .forEach(attribute -> attributes.add(attribute.name() + "=" + attribute.value()));
        attributes.sort(Comparator.naturalOrder());
        out.append('<').append(element.name()).append(attributes);
        element.children().forEach(child -> print(child, out));
        out.append('>');
    }
}
