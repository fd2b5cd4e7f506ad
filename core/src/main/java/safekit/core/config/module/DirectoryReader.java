package safekit.core.config.module;

import java.util.ArrayList;
import java.util.List;
import safekit.core.config.Findings;
import safekit.core.config.xml.ElementReader;
import safekit.core.config.xml.XmlElement;

/** Reads {@code <replicated>} (spec 04 sections 2 and 3). */
final class DirectoryReader {
    private static final int LONGEST_PATH = 4095;

    private final Findings findings;

    DirectoryReader(Findings findings) {
        this.findings = findings;
    }

    ReplicatedDirectory directory(XmlElement element) {
        ElementReader reader = new ElementReader(element, findings);
        String directory = absolute(reader);
        String mode = reader.text("mode", "");
        if (!mode.isEmpty() && !mode.equals("read_only")) {
            reader.invalid("mode", mode, "read_only, or no such attribute", "");
        }
        List<String> mustExist = new ArrayList<>();
        for (XmlElement toCheck : reader.children("tocheck")) {
            ElementReader pathReader = new ElementReader(toCheck, findings);
            mustExist.add(relative(pathReader, pathReader.required("path")));
            pathReader.finish();
        }
        List<ReplicatedDirectory.Exclusion> exclusions = new ArrayList<>();
        for (XmlElement notReplicated : reader.children("notreplicated")) {
            exclusions.add(exclusion(notReplicated));
        }
        reader.finish();
        return new ReplicatedDirectory(
                directory, !mode.isEmpty(), mustExist, exclusions, reader.source());
    }

    private String absolute(ElementReader reader) {
        String text = reader.required("dir");
        if (text.isEmpty()) {
            return text;
        }
        if (!text.startsWith("/")) {
            String hint = text.matches("[A-Za-z]:.*") ? "this is a path of Windows" : "";
            reader.invalid("dir", text, "an absolute path, starting with /", hint);
            return "";
        }
        if (text.length() > LONGEST_PATH) {
            reader.invalid(
                    "dir", text.substring(0, 20) + "...", "a path of at most 4095 bytes", "");
            return "";
        }
        if (Paths.climbs(text)) {
            reader.invalid("dir", text, "a path without '..'", "");
            return "";
        }
        return Paths.normal(text);
    }

    private ReplicatedDirectory.Exclusion exclusion(XmlElement element) {
        ElementReader reader = new ElementReader(element, findings);
        String path = reader.text("path", "");
        String expression = reader.text("regexpath", "");
        reader.finish();
        if (path.isEmpty() == expression.isEmpty()) {
            findings.error(
                    element.at(),
                    "<notreplicated> needs either path or regexpath",
                    path.isEmpty() ? "it has none of them" : "it has both",
                    "");
        }
        if (expression.isEmpty()) {
            String normal = relative(reader, path);
            if (normal.isEmpty() && !path.isEmpty()) {
                reader.invalid("path", path, "a path below the replicated directory", "");
            }
            return new ReplicatedDirectory.ExcludedPath(normal, reader.source());
        }
        boolean inverted = expression.startsWith("!");
        String searched = inverted ? expression.substring(1) : expression;
        if (searched.isEmpty() || searched.indexOf('<') >= 0 || searched.indexOf('>') >= 0) {
            String expected = "a POSIX extended regular expression without < and >";
            reader.invalid("regexpath", expression, expected, "");
        }
        return new ReplicatedDirectory.ExcludedPattern(searched, inverted, reader.source());
    }

    private static String relative(ElementReader reader, String path) {
        if (path.startsWith("/")) {
            String expected = "a path below the replicated directory, without leading /";
            reader.invalid("path", path, expected, "");
        } else if (Paths.climbs(path)) {
            reader.invalid("path", path, "a path without '..'", "");
        }
        return Paths.normal(path);
    }
}
