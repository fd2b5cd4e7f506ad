package safekit.core.config.module;

import safekit.core.config.Word;

/** Whether a module starts with the machine; {@code AUTO}: if it ran before the reboot. */
public enum BootSetting implements Word {
    ON("on"),
    OFF("off"),
    AUTO("auto"),
    IGNORE("ignore");

    private final String word;

    BootSetting(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
