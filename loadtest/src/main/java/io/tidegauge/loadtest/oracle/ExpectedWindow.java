package io.tidegauge.loadtest.oracle;

/**
 * The right answer for one series and window; the values are NaN where {@code count} is 0.
 *
 * @param start start of the window, ms since the epoch
 * @param count how many samples, NaN left out
 * @param nanCount how many NaN
 * @param sum of the values, computed exactly and rounded once
 * @param min the smallest value
 * @param max the largest value
 * @param first the value with the earliest timestamp
 * @param last the value with the latest timestamp
 * @param increase of a counter between its first and its last sample, resets counted from zero; 0
 *     for other kinds
 * @param p50 the value with rank floor(0.5 (n - 1)) of the sorted values
 * @param p99 the value with rank floor(0.99 (n - 1)) of the sorted values
 * @param stddev the standard deviation of all values, divided by n
 */
public record ExpectedWindow(
    long start,
    long count,
    long nanCount,
    double sum,
    double min,
    double max,
    double first,
    double last,
    double increase,
    double p50,
    double p99,
    double stddev) {}
