package safekit.core.config.module;

import safekit.core.config.Word;

/** The kind of a module (spec 02 section 4). */
public enum Mode implements Word {
    MIRROR("mirror"),
    FARM("farm"),
    LIGHT("light");

    private final String word;

    Mode(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
