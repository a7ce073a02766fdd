package io.tidegauge.loadtest.latency;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was measured.
 *
 * @param at when, RFC 3339
 * @param sent how many events
 * @param seen how many of them by the subscriber
 * @param series how many series they were of
 * @param rate events a second
 * @param maxRate updates a second that the subscriber asked for
 * @param p50Millis half of the events were seen within this time
 * @param p95Millis 95 of 100 events were seen within this time
 * @param p99Millis 99 of 100 events were seen within this time
 * @param maxMillis all events that were seen were seen within this time
 */
record Figures(
    String at,
    long sent,
    long seen,
    int series,
    int rate,
    int maxRate,
    double p50Millis,
    double p95Millis,
    double p99Millis,
    double maxMillis) {

  /** Writes them to a new file in a folder. */
  Path write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve("latency-" + at.replaceAll("[^0-9T]", "") + ".json");
    JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    return Files.writeString(file, json.writeValueAsString(this) + "\n");
  }
}
