package safekit.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * What a command accepts. Each option and word becomes {@code key=value} in the request.
 *
 * @param verb the words of the command, such as {@code module install}
 * @param selective whether it needs at least one of its options; SAFEMODULE stands in for none
 */
record Shape(
        String verb, String summary, List<Option> options, List<Word> words, boolean selective) {
    Shape {
        options = List.copyOf(options);
        words = List.copyOf(words);
    }

    /** An option; a switch has an empty label, and a label such as {@code en|fr} its choices. */
    record Option(String name, String key, String label, boolean required) {
        /** Which values it takes. */
        boolean accepts(String value) {
            return switch (label) {
                case "id", "nb", "seconds" -> value.matches("[0-9]{1,9}");
                default ->
                        label.indexOf('|') < 0 || List.of(label.split("\\|", -1)).contains(value);
            };
        }
    }

    /**
     * A word without an option name. One that has choices takes only those; words with choices come
     * before the others.
     */
    record Word(String key, String label, boolean required, List<String> choices) {
        boolean accepts(String word) {
            return choices.isEmpty() || choices.contains(word);
        }
    }

    static Shape of(String verb, String summary) {
        return new Shape(verb, summary, List.of(), List.of(), false);
    }

    /** With {@code -m}; the environment variable SAFEMODULE stands in for it. */
    Shape module() {
        return option("-m", "module", "AM", true);
    }

    Shape optionalModule() {
        return option("-m", "module", "AM", false);
    }

    /** At least one of the options must be given. */
    Shape needsAnOption() {
        return new Shape(verb, summary, options, words, true);
    }

    /** With {@code -i identity} and {@code -u user}. */
    Shape caller() {
        return option("-i", "identity", "identity", false).option("-u", "user", "user", false);
    }

    Shape option(String name, String key, String label, boolean required) {
        List<Option> more = new ArrayList<>(options);
        more.add(new Option(name, key, label, required));
        return new Shape(verb, summary, more, words, selective);
    }

    Shape flag(String name, String key) {
        return option(name, key, "", false);
    }

    Shape word(String key, String label, boolean required, String... choices) {
        List<Word> more = new ArrayList<>(words);
        more.add(new Word(key, label, required, List.of(choices)));
        return new Shape(verb, summary, options, more, selective);
    }
}
