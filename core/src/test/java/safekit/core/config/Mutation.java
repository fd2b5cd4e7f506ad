package safekit.core.config;

import java.util.List;
import java.util.Random;

/** Damages a text as editors, disks and enemies do; the same seed gives the same damage. */
public final class Mutation {
    private static final List<String> FRAGMENTS =
            List.of(
                    "<",
                    ">",
                    "/>",
                    "</",
                    "\"",
                    "'",
                    "&",
                    ";",
                    "&lt;",
                    "&#0;",
                    "&#x10ffff;",
                    "=",
                    "%",
                    "2147483647",
                    "%A%",
                    "<!--",
                    "-->",
                    "<![CDATA[",
                    "]]>",
                    "<?",
                    "?>",
                    "<!DOCTYPE ",
                    "[",
                    "\u0000",
                    "\ud800",
                    "\uffff",
                    "\ufeff",
                    "\r",
                    "\n",
                    "\t",
                    " ",
                    "99999999999",
                    "-1",
                    "0",
                    "<safe>",
                    "</service>",
                    "<check>",
                    "mode=\"farm\"",
                    "name=\"\"",
                    "../",
                    "\u00e9",
                    "<macro name=\"A\" value=\"%A%%A%\"/>");

    private final Random random;

    /** Damage that is fixed by the seed. */
    public Mutation(long seed) {
        this.random = new Random(seed);
    }

    /** The text with one to eight damages. */
    public String of(String text) {
        StringBuilder damaged = new StringBuilder(text);
        for (int count = 1 + random.nextInt(8); count > 0; count--) {
            damage(damaged);
        }
        return damaged.toString();
    }

    private void damage(StringBuilder text) {
        int from = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), from + random.nextInt(12));
        switch (random.nextInt(6)) {
            case 0 -> text.delete(from, to);
            case 1 -> text.insert(from, FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
            case 2 -> text.insert(random.nextInt(text.length() + 1), text.substring(from, to));
            case 3 -> text.replace(from, to, FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
            case 4 -> swapLines(text);
            default -> {
                if (random.nextInt(8) == 0) {
                    text.setLength(from);
                }
            }
        }
    }

    private void swapLines(StringBuilder text) {
        String[] lines = text.toString().split("\n", -1);
        int one = random.nextInt(lines.length);
        int other = random.nextInt(lines.length);
        String kept = lines[one];
        lines[one] = lines[other];
        lines[other] = kept;
        text.setLength(0);
        text.append(String.join("\n", lines));
    }
}
