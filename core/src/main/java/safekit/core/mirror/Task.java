package safekit.core.mirror;

import safekit.core.script.ScriptCall;

/** One step of a transition; steps run one after the other, never two at a time. */
public sealed interface Task {

    /** Runs a module script. */
    record Script(ScriptCall call) implements Task {}

    /** Looks whether the replicated directories are as the configuration wants them. */
    record Check() implements Task {}

    /** Mounts the replicated directories for the application. */
    record Mount() implements Task {}

    /** Unmounts them, whoever still uses them, and fences the directories. */
    record Unmount() implements Task {}

    /** Takes the virtual addresses. */
    record TakeAddresses() implements Task {}

    /** Gives the virtual addresses up. */
    record DropAddresses() implements Task {}

    /** Nothing to do outside: the machine itself goes on from here. */
    record Reach(Milestone milestone) implements Task {}

    /** Points of a transition at which the machine decides how to go on. */
    enum Milestone {
        /** prestart is done. */
        PRESTARTED,
        /** What comes before a reintegration is done. */
        PRESYNCED,
        /** The start scripts are done. */
        READY,
        /** The stop scripts of a primary or lone node are done. */
        APPLICATION_STOPPED,
        /** The addresses are down and the mount is closed. */
        CLOSED,
        /** Everything is stopped, poststop included. */
        STOPPED
    }
}
