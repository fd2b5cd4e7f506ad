package safekit.core.config.xml;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import safekit.core.config.Finding;
import safekit.core.config.Findings;
import safekit.core.config.Position;

class XmlReaderTest {
    private final Findings findings = new Findings("a.xml");

    @Test
    void keeps_the_place_of_elements_attributes_and_values() {
        XmlElement root = one("<!-- c -->\r\n<a\r\n  one = 'x'\ttwo=\"y\">\n <b/></a>");
        assertThat(root.at()).isEqualTo(new Position(2, 1));
        XmlAttribute one = requireNonNull(root.attribute("one"));
        assertThat(one.at()).isEqualTo(new Position(3, 3));
        assertThat(one.valueAt()).isEqualTo(new Position(3, 10));
        assertThat(root.placeOf("two")).isEqualTo(new Position(3, 13));
        assertThat(root.placeOf("absent")).isEqualTo(root.at());
        assertThat(root.children().getFirst().at()).isEqualTo(new Position(4, 2));
    }

    @Test
    void keeps_the_place_of_texts_and_cdata_sections() {
        XmlElement root = one("<a>x<!-- c -->y\n<![CDATA[ <z> ]]></a>");
        assertThat(root.texts())
                .containsExactly(
                        new XmlText("xy\n", false, new Position(1, 4)),
                        new XmlText(" <z> ", true, new Position(2, 10)));
    }

    @Test
    void replaces_references_and_normalises_values() {
        XmlElement root = one("<a v=\"&lt;&gt;&amp;&quot;&apos;&#65;&#x1F600;\t\n&#10;\"/>");
        assertThat(requireNonNull(root.attribute("v")).value())
                .isEqualTo("<>&\"'A\ud83d\ude00  \n");
    }

    @Test
    void skips_byte_order_mark_declaration_document_type_and_instructions() {
        XmlElement root =
                one("\ufeff<?xml version='1.0'?>\n<!DOCTYPE safe>\n<?editor x?><a></a>\n<?end?>");
        assertThat(root.name()).isEqualTo("a");
        assertThat(findings.inReadingOrder()).isEmpty();
    }

    @Test
    void points_at_a_bad_reference_on_a_later_line_of_a_text() {
        assertThat(errorOf("<a>\nxx\n yy &no; </a>").at()).isEqualTo(new Position(3, 5));
    }

    @Test
    void does_not_take_a_short_name_for_a_misspelling_of_another() {
        assertThat(errorOf("<a><to></ip></a>").what())
                .isEqualTo("</ip> found where </to> is expected");
    }

    @Test
    void does_not_take_the_end_of_an_outer_element_for_a_misspelling() {
        assertThat(errorOf("<lans><lan></lans>").what())
                .isEqualTo("</lans> found where </lan> is expected");
    }

    @Test
    void accepts_a_text_of_the_largest_size_and_refuses_a_larger_one() {
        String frame = "<a></a>";
        String largest = "<a>" + " ".repeat(XmlReader.LONGEST_TEXT - frame.length()) + "</a>";
        assertThat(one(largest).name()).isEqualTo("a");
        assertThat(errorOf(largest + " ").what()).isEqualTo("the file has 1048577 characters");
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.SECONDS)
    void reads_large_hostile_texts_in_a_short_time() {
        int size = XmlReader.LONGEST_TEXT;
        for (String part :
                List.of("<", "&", "<a ", "<a>", "</a>", "<!--", "<![CDATA[", "\"", "a")) {
            XmlReader.read(part.repeat(size / part.length()), findings);
        }
        XmlReader.read("<a " + "b='' ".repeat(size / 5 - 10) + "/>", findings);
        XmlReader.read("<a>" + "x<!---->".repeat(size / 8 - 10) + "</a>", findings);
        XmlReader.read("<a>" + "<b></b></b>".repeat(size / 11 - 10) + "</a>", findings);
        assertThat(findings.hasErrors()).isTrue();
    }

    private XmlElement one(String text) {
        List<XmlElement> roots = XmlReader.read(text, findings);
        assertThat(findings.inReadingOrder()).noneMatch(Finding::isError);
        assertThat(roots).hasSize(1);
        return roots.getFirst();
    }

    private static Finding errorOf(String text) {
        Findings own = new Findings("a.xml");
        assertThat(XmlReader.read(text, own)).isEmpty();
        assertThat(own.inReadingOrder()).hasSize(1);
        return own.inReadingOrder().getFirst();
    }
}
