package io.tidegauge.loadtest.bench.system;

import io.tidegauge.engines.EngineException;
import org.apache.kafka.common.utils.AppInfoParser;

/** Versions of what is ours. */
final class Versions {

  private Versions() {}

  /** The commit that was checked out, where it is told, and Kafka's version. */
  static String tidegauge() {
    return "commit " + commit() + ", Kafka " + AppInfoParser.getVersion();
  }

  private static String commit() {
    try {
      String commit = Program.firstLine("git", "describe", "--always", "--dirty");
      return commit.matches("[0-9a-f]{7,40}(-dirty)?") ? commit : "unknown";
    } catch (EngineException noGit) {
      return "unknown";
    }
  }
}
