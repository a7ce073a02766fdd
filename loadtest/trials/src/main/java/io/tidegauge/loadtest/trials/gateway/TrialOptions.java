package io.tidegauge.loadtest.trials.gateway;

import io.tidegauge.engines.process.Directories;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What all trials of a gateway may be told; a mixin. */
public final class TrialOptions {

  @Option(names = "--set", description = "a setting of the gateway (may be repeated)")
  private Map<String, String> settings = Map.of();

  @Option(
      names = "--dir",
      description = "a new directory for data and logs; one beside the data directory unless given")
  private @Nullable Path directory;

  /** The log says what went wrong only; before the first logger exists. */
  public static void quietLogs() {
    System.setProperty("logback.configurationFile", "trials-logback.xml");
    System.setProperty("trials.log", "ERROR");
    System.setProperty("trials.kafka.log", "ERROR");
  }

  /** Settings of the gateway by key. */
  public Map<String, String> settings() {
    return settings;
  }

  /** The directory of this run, which is made. */
  public Path createDirectory(String command) {
    return Directories.createForRun(directory, command);
  }
}
