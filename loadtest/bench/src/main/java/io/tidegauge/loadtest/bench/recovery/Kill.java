package io.tidegauge.loadtest.bench.recovery;

/**
 * How a processor came back.
 *
 * @param liveSeconds from SIGKILL until the query node showed a sample of every partition that was
 *     sent after it
 * @param readySeconds from SIGKILL until the process that was started in its place was ready
 */
record Kill(double liveSeconds, double readySeconds) {}
