package safekit.core.config.module;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import safekit.core.config.DurationUnit;
import safekit.core.config.Findings;
import safekit.core.config.xml.ElementReader;
import safekit.core.config.xml.Source;
import safekit.core.config.xml.XmlElement;
import safekit.core.config.xml.XmlText;

/** Reads {@code <failover>} (spec 06 section 1); the rules stay text. */
final class FailoverReader {
    private static final String LUA_MARK = "--Lua Rules";

    private final Findings findings;

    FailoverReader(Findings findings) {
        this.findings = findings;
    }

    Failover failover(XmlElement element) {
        ElementReader reader = new ElementReader(element, findings);
        boolean extendsDefaults = reader.yesNo("extends", true);
        Duration period = reader.duration("period", DurationUnit.MILLISECOND, 5000);
        Duration handleTime =
                reader.durationOrZero("handle_time", DurationUnit.MILLISECOND, 15_000);
        if (handleTime.toMillis() % period.toMillis() != 0) {
            reader.invalid(
                    "handle_time",
                    DurationUnit.MILLISECOND.format(handleTime),
                    "a multiple of period, which is " + DurationUnit.MILLISECOND.format(period),
                    "");
        }
        List<Failover.Section> sections = new ArrayList<>();
        for (XmlText text : reader.texts()) {
            Failover.Language language =
                    isLua(text.text()) ? Failover.Language.LUA : Failover.Language.FAILOVER;
            sections.add(new Failover.Section(language, text.text(), Source.of(text)));
        }
        reader.finishWithTexts();
        return new Failover(extendsDefaults, period, handleTime, sections, reader.source());
    }

    /** The first line that is not blank decides. */
    private static boolean isLua(String text) {
        return text.stripLeading().lines().findFirst().orElse("").strip().equals(LUA_MARK);
    }
}
