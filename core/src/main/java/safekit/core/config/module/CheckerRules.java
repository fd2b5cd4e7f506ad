package safekit.core.config.module;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import safekit.core.config.Findings;
import safekit.core.config.Position;
import safekit.core.config.module.Checker.Action;
import safekit.core.config.module.Checker.When;

/** The rules of spec 05 that look at more than one attribute. */
final class CheckerRules {
    private final ModuleConfig config;
    private final Findings findings;

    CheckerRules(ModuleConfig config, Findings findings) {
        this.config = config;
        this.findings = findings;
    }

    void check() {
        Map<String, Checker> resources = new LinkedHashMap<>();
        Checker splitbrain = null;
        for (Checker checker : config.checkers()) {
            Checker earlier = resources.putIfAbsent(checker.resource(), checker);
            if (earlier != null && !checker.ident().isEmpty()) {
                findings.error(
                        checker.source().of("ident"),
                        "two checkers own the resource %s".formatted(checker.resource()),
                        "the first is at " + earlier.source().at(),
                        "give one of them another ident");
            }
            if (checker instanceof Checker.Splitbrain) {
                splitbrain(checker, splitbrain);
                splitbrain = checker;
            }
            window(checker);
            pair(checker);
        }
        if (config.errd() != null) {
            config.errd().processes().forEach(this::process);
        }
    }

    private void splitbrain(Checker checker, @Nullable Checker earlier) {
        if (config.mode() != Mode.MIRROR) {
            findings.error(
                    checker.source().at(),
                    "<splitbrain> is not allowed in a %s module".formatted(config.mode().word()),
                    "only a mirror has a primary to arbitrate",
                    "remove it");
        } else if (earlier != null) {
            findings.error(
                    checker.source().at(),
                    "a second <splitbrain>",
                    "there is at most one; the first is at " + earlier.source().at(),
                    "put all witnesses into the arg of one, separated by blanks");
        }
    }

    private void window(Checker checker) {
        boolean mirrorOnly = checker.when() == When.PRIM || checker.when() == When.SECOND;
        if (mirrorOnly && config.mode() != Mode.MIRROR) {
            neverRuns(checker.source().of("when"), "when", checker.when().word());
        }
    }

    private void process(MonitoredProcess process) {
        boolean mirrorOnly =
                switch (process.activationClass()) {
                    case "prim", "second", "sec" -> true;
                    default -> false;
                };
        if (mirrorOnly && config.mode() != Mode.MIRROR) {
            neverRuns(process.source().of("class"), "class", process.activationClass());
        }
    }

    private void neverRuns(Position at, String attribute, String value) {
        findings.warning(
                at,
                "%s=\"%s\" never comes in a %s module"
                        .formatted(attribute, value, config.mode().word()),
                "only mirror modules have a primary and a secondary",
                "write %s=\"both\"".formatted(attribute));
    }

    /** OPEN 05-7: undocumented pairs of window and action are accepted with a warning. */
    private void pair(Checker checker) {
        Action action =
                switch (checker) {
                    case Checker.Tcp tcp -> tcp.action();
                    case Checker.Ping ping -> ping.action();
                    case Checker.Custom custom -> custom.action();
                    default -> Action.NOACTION;
                };
        boolean waits = action == Action.WAIT;
        if (action != Action.NOACTION && waits != (checker.when() == When.PRE)) {
            findings.warning(
                    checker.source().of("action"),
                    "action=\"%s\" with when=\"%s\" is unusual"
                            .formatted(action.word(), checker.when().word()),
                    "when=\"pre\" goes with wait; the other windows with stop, stopstart, restart",
                    "");
        }
    }
}
