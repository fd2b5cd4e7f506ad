package safekit.core.config.module;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import safekit.core.config.Finding;
import safekit.core.config.Parsed;

/** Everything there is to say about a userconfig.xml, in one pass and in reading order. */
public final class ModuleValidation {
    private ModuleValidation() {}

    /**
     * Reads the file and checks it against its context; parts that are not built yet pass. The file
     * name is for messages only.
     */
    public static Parsed<ModuleConfig> read(
            String file, String text, Map<String, String> environment, ModuleContext context) {
        Parsed<ModuleConfig> parsed = ModuleReader.read(file, text, environment);
        ModuleConfig config = parsed.value();
        return config == null ? parsed : with(parsed, ContextRules.check(file, config, context));
    }

    /**
     * As {@link #read}, and refuses what this version cannot run: what configuring a module uses.
     */
    public static Parsed<ModuleConfig> readRunnable(
            String file, String text, Map<String, String> environment, ModuleContext context) {
        Parsed<ModuleConfig> parsed = read(file, text, environment, context);
        ModuleConfig config = parsed.value();
        return config == null ? parsed : with(parsed, Unbuilt.refusals(file, config));
    }

    private static Parsed<ModuleConfig> with(Parsed<ModuleConfig> parsed, List<Finding> more) {
        List<Finding> all = new ArrayList<>(parsed.findings());
        all.addAll(more);
        all.sort(Comparator.comparing(Finding::at));
        return new Parsed<>(parsed.value(), all);
    }
}
