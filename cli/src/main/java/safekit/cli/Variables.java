package safekit.cli;

import java.nio.file.Path;

/** What {@code safekit -p} prints: shell assignments (spec 08 section 2). */
record Variables(Path safe, Path var) {
    void print() {
        String text =
                """
                SAFE="%s"
                SAFEVAR="%s"
                SAFEBIN="%s"
                SAFECONF="%s"
                """
                        .formatted(
                                safe,
                                var,
                                safe.resolve("private/bin"),
                                safe.resolve("private/conf"));
        System.out.print(text);
        String module = System.getenv("SAFEMODULE");
        if (module != null) {
            Path active = safe.resolve("private/modules").resolve(module);
            System.out.printf(
                    "SAFEMODULE=\"%s\"%nSAFEUSERBIN=\"%s\"%nSAFEUSERCONF=\"%s\"%nSAFEUSERVAR=\"%s\"%n",
                    module,
                    active.resolve("bin"),
                    active.resolve("conf"),
                    var.resolve("modules").resolve(module));
        }
    }
}
