package io.tidegauge.loadtest.bench.system;

import io.tidegauge.engines.EngineException;
import java.nio.file.Path;
import java.util.Optional;

/** What people would pick instead, of Debian's packages. */
public enum Peer {
  VICTORIA_METRICS("victoria-metrics", "VictoriaMetrics"),
  PROMETHEUS("prometheus", "Prometheus");

  private final String program;
  private final String title;

  Peer(String program, String title) {
    this.program = program;
    this.title = title;
  }

  /** Its name as people write it. */
  public String title() {
    return title;
  }

  /** Where its program is, if it is installed. */
  public Optional<Path> installed() {
    return Program.find(program);
  }

  /** How to get it. */
  public String advice() {
    return "%s is not installed: as root on Debian, RUNLEVEL=1 apt-get install %s (RUNLEVEL=1 keeps its service from starting)"
        .formatted(title, program);
  }

  /**
   * Starts it with its data in a new directory, on the loopback interface, and returns when it
   * answers.
   *
   * @throws EngineException where it is not installed, or does not start
   */
  public SystemUnderTest start(Path directory) throws InterruptedException {
    Path file = installed().orElseThrow(() -> new EngineException(advice()));
    return switch (this) {
      case VICTORIA_METRICS -> VictoriaMetrics.start(file, directory);
      case PROMETHEUS -> Prometheus.start(file, directory);
    };
  }

  /** As it is named on the command line. */
  @Override
  public String toString() {
    return program;
  }
}
