package safekit.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** Reads the arguments of one command. Only its own model is built: that is what takes time. */
final class Usage {
    private final Shape shape;

    Usage(Shape shape) {
        this.shape = shape;
    }

    /** The pairs {@code key=value} of the request. */
    List<String> read(List<String> arguments, Map<String, String> environment) throws UsageError {
        int verbWords = shape.verb().split(" ", -1).length;
        ParseResult parsed = parse(arguments.subList(verbWords, arguments.size()));
        List<String> pairs = new ArrayList<>();
        for (Shape.Option option : shape.options()) {
            if (parsed.hasMatchedOption(option.name())) {
                String value =
                        option.label().isEmpty()
                                ? "on"
                                : parsed.matchedOptionValue(option.name(), "");
                if (!option.accepts(value)) {
                    throw wrong(
                            "%s takes %s, not '%s'"
                                    .formatted(
                                            option.name(),
                                            option.label().indexOf('|') < 0
                                                    ? "a number"
                                                    : option.label(),
                                            value));
                }
                pairs.add(option.key() + "=" + value);
            } else if (option.key().equals("module")
                    && environment.containsKey("SAFEMODULE")
                    && (!shape.selective() || parsed.matchedOptions().isEmpty())) {
                pairs.add("module=" + environment.get("SAFEMODULE"));
            } else if (option.required()) {
                throw wrong("it needs " + option.name() + " " + option.label());
            }
        }
        if (shape.selective() && pairs.isEmpty()) {
            List<String> names = shape.options().stream().map(Usage::named).toList();
            throw wrong("it needs " + String.join(" or ", names));
        }
        words(parsed.matchedPositionalValue(0, List.<String>of()), pairs);
        return pairs;
    }

    /** {@code safekit start -m AM [-i identity]}. */
    String synopsis() {
        StringBuilder text = new StringBuilder("safekit ").append(shape.verb());
        for (Shape.Word word : shape.words()) {
            text.append(' ').append(word.required() ? word.label() : "[" + word.label() + "]");
        }
        for (Shape.Option option : shape.options()) {
            text.append(' ').append(option.required() ? named(option) : "[" + named(option) + "]");
        }
        return text.toString();
    }

    /** The synopsis without what every command that acts takes, for the list of all. */
    String brief() {
        return synopsis()
                .replaceFirst("^safekit ", "")
                .replace(" [-i identity]", "")
                .replace(" [-u user]", "");
    }

    private static String named(Shape.Option option) {
        return (option.name() + " " + option.label()).trim();
    }

    private ParseResult parse(List<String> arguments) throws UsageError {
        CommandSpec spec = CommandSpec.create().name("safekit " + shape.verb());
        for (Shape.Option option : shape.options()) {
            OptionSpec.Builder builder = OptionSpec.builder(option.name());
            if (option.label().isEmpty()) {
                builder.type(boolean.class).arity("0");
            } else {
                builder.type(String.class).arity("1").paramLabel(option.label());
            }
            spec.addOption(builder.build());
        }
        spec.addPositional(
                PositionalParamSpec.builder()
                        .index("0..*")
                        .arity("0..*")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .build());
        CommandLine line = new CommandLine(spec);
        line.setPosixClusteredShortOptionsAllowed(false);
        line.setExpandAtFiles(false);
        try {
            return line.parseArgs(arguments.toArray(String[]::new));
        } catch (CommandLine.ParameterException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private void words(List<String> given, List<String> pairs) throws UsageError {
        List<Shape.Word> open = new ArrayList<>(shape.words());
        for (String word : given) {
            Shape.Word taker =
                    open.stream()
                            .filter(each -> each.accepts(word))
                            .findFirst()
                            .orElseThrow(() -> wrong("'" + word + "' is not expected here"));
            open.remove(taker);
            pairs.add(taker.key() + "=" + word);
        }
        for (Shape.Word missing : open) {
            if (missing.required()) {
                throw wrong("it needs " + missing.label());
            }
        }
    }

    private UsageError wrong(String sentence) {
        return new UsageError("%s: %s%nusage: %s".formatted(shape.verb(), sentence, synopsis()));
    }
}
