package io.tidegauge.loadtest.bench.report;

import io.tidegauge.loadtest.bench.measure.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a run gave, for a file.
 *
 * @param command that was run
 * @param at when it began, RFC 3339
 * @param arguments it was given; what is not there was as the command's help says
 * @param machine where
 * @param loadAverage of the minute before
 * @param outcomes of each system, ours first
 */
public record ResultFile(
    String command,
    String at,
    List<String> arguments,
    Machine machine,
    double loadAverage,
    List<?> outcomes) {

  /** Writes it to a new file in a folder. */
  public Path write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve("bench-" + command + "-" + at.replaceAll("[^0-9T]", "") + ".json");
    return Files.writeString(file, json() + "\n");
  }

  String json() {
    JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    return json.writeValueAsString(this);
  }
}
