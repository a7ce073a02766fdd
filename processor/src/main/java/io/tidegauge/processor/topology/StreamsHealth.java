package io.tidegauge.processor.topology;

import org.apache.kafka.streams.KafkaStreams;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Ready while partitions are being processed. */
final class StreamsHealth implements HealthIndicator {

  private final StreamsRunner runner;

  StreamsHealth(StreamsRunner runner) {
    this.runner = runner;
  }

  @Override
  public Health health() {
    KafkaStreams.State state = runner.state();
    Health.Builder health =
        switch (state) {
          case RUNNING -> Health.up();
          case ERROR, PENDING_ERROR -> Health.down();
          default -> Health.outOfService();
        };
    return health.withDetail("state", state.name()).build();
  }
}
