package safekit.lab.notes;

/** A note that the service promised to keep; times are of System.nanoTime of the lab's JVM. */
public record AcknowledgedNote(String text, long sentNanos, long answeredNanos) {}
