package safekit.core.config.module;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import safekit.core.config.Findings;
import safekit.core.config.Position;
import safekit.core.config.xml.Source;

/** The rules of spec 02 that only the file itself decides: modes, mandatory parts, duplicates. */
final class StructureRules {
    private static final String TWO_SYNTAXES = "the syntax from before 7.2 is mixed with name=";

    private final ModuleConfig config;
    private final Findings findings;

    private StructureRules(ModuleConfig config, Findings findings) {
        this.config = config;
        this.findings = findings;
    }

    static void check(ModuleConfig config, Findings findings) {
        StructureRules rules = new StructureRules(config, findings);
        rules.partsOfTheMode();
        rules.scripts();
        rules.heartbeats();
        rules.legacySyntax();
        new VipRules(config, findings).check();
        new CheckerRules(config, findings).check();
        DirectoryRules.overlapsWithin(config.directories(), findings);
    }

    private void partsOfTheMode() {
        Mode mode = config.mode();
        Heart heart = config.heart();
        Farm farm = config.farm();
        onlyIn(Mode.MIRROR, "heart", heart == null ? null : heart.source());
        onlyIn(Mode.MIRROR, "rfs", config.rfs() == null ? null : config.rfs().source());
        onlyIn(Mode.FARM, "farm", farm == null ? null : farm.source());
        if (mode == Mode.LIGHT && config.vip() != null) {
            misplaced("vip", config.vip().source());
        }
        if (mode == Mode.MIRROR && (heart == null || heart.heartbeats().isEmpty())) {
            Position at = heart == null ? config.service().source().at() : heart.source().at();
            missing(at, "heartbeat", "<heart><heartbeat name=\"default\"/></heart>");
        }
        if (mode == Mode.FARM && (farm == null || farm.lans().isEmpty())) {
            Position at = farm == null ? config.service().source().at() : farm.source().at();
            missing(at, "lan", "<farm><lan name=\"default\"/></farm>");
        }
        if (mode != Mode.MIRROR) {
            ignoredOutsideMirror("failover");
            ignoredOutsideMirror("defaultprim");
        }
    }

    private void onlyIn(Mode mode, String element, @Nullable Source source) {
        if (source != null && config.mode() != mode) {
            misplaced(element, source);
        }
    }

    private void misplaced(String element, Source source) {
        findings.error(
                source.at(),
                "<%s> is not allowed in a %s module".formatted(element, config.mode().word()),
                "the mode is given at " + config.service().source().of("mode"),
                "remove it, or change the mode");
    }

    private void missing(Position at, String element, String example) {
        findings.error(
                at,
                "the %s module has no <%s>".formatted(config.mode().word(), element),
                "it needs at least one",
                "add " + example);
    }

    private void ignoredOutsideMirror(String attribute) {
        if (config.service().source().has(attribute)) {
            findings.warning(
                    config.service().source().of(attribute),
                    "the attribute %s of <service> is ignored".formatted(attribute),
                    "it has a meaning in mirror modules only",
                    "remove it");
        }
    }

    private void scripts() {
        Errd errd = config.errd();
        if (config.user() != null) {
            return;
        }
        if (errd != null) {
            findings.error(
                    errd.source().at(),
                    "<errd> without <user>",
                    "monitoring of processes follows the scripts",
                    "add <user/>");
        }
        findings.notice(
                config.service().source().at(),
                "the module has no <user>",
                "no script is ever executed");
    }

    private void heartbeats() {
        Heart heart = config.heart();
        if (heart == null) {
            return;
        }
        Map<String, Heartbeat> idents = new LinkedHashMap<>();
        for (Heartbeat heartbeat : heart.heartbeats()) {
            Heartbeat earlier = idents.putIfAbsent(heartbeat.ident(), heartbeat);
            if (earlier != null && !heartbeat.ident().isEmpty()) {
                findings.error(
                        heartbeat.source().of("ident"),
                        "two heartbeats have the ident '%s'".formatted(heartbeat.ident()),
                        "their resource is heartbeat.<ident>; the first is at "
                                + earlier.source().at(),
                        "give one of them another ident");
            }
            shortTimeout(heartbeat, heart);
            if (heartbeat.isFlow() && config.rfs() == null) {
                findings.warning(
                        heartbeat.source().of("ident"),
                        "ident=\"flow\" without <rfs>",
                        "the start of the module blocks in WAIT",
                        "choose another ident, or add <rfs>");
            }
        }
    }

    private void shortTimeout(Heartbeat heartbeat, Heart heart) {
        Duration timeout = heartbeat.timeout();
        if (timeout.compareTo(heartbeat.pulse().multipliedBy(3)) >= 0) {
            return;
        }
        boolean own = heartbeat.source().has("timeout") || heartbeat.source().has("pulse");
        Position at = own ? heartbeat.source().of("timeout") : heart.source().of("timeout");
        findings.warning(
                at,
                "the timeout %dms of the heartbeat '%s' is shorter than three pulses"
                        .formatted(timeout.toMillis(), heartbeat.ident()),
                "the pulse is %dms; one lost packet may look like the loss of the peer"
                        .formatted(heartbeat.pulse().toMillis()),
                "raise timeout, or lower pulse");
    }

    private void legacySyntax() {
        List<LanReference> lans = new ArrayList<>();
        if (config.heart() != null) {
            config.heart().heartbeats().forEach(heartbeat -> lans.add(heartbeat.lan()));
        }
        if (config.farm() != null) {
            lans.addAll(config.farm().lans());
        }
        if (config.rfs() != null && config.rfs().flow() != null) {
            lans.add(config.rfs().flow());
        }
        boolean anyNamed = lans.stream().anyMatch(lan -> !lan.name().isEmpty());
        for (LanReference lan : lans) {
            if (!lan.servers().isEmpty() && anyNamed) {
                findings.error(
                        lan.servers().getFirst().source().at(),
                        TWO_SYNTAXES,
                        "one file uses one of the two syntaxes",
                        "name the lans of the cluster everywhere, without addresses");
            }
        }
    }
}
