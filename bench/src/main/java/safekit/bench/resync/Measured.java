package safekit.bench.resync;

/**
 * One resynchronisation.
 *
 * @param seconds from the meeting to SECOND Ready
 * @param wire MiB that passed on the lan meanwhile, with all headers
 * @param primary highest resident memory of the process that sent, MiB
 * @param secondary the same of the process that received
 */
record Measured(double seconds, double wire, double primary, double secondary) {}
