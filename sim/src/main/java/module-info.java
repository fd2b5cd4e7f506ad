import org.jspecify.annotations.NullMarked;

/** The core under a virtual clock, a seeded network and a seeded disk. */
@NullMarked
module safekit.sim {
    requires static org.jspecify;
    requires safekit.core;
}
