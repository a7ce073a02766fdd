package io.tidegauge.standalone;

import io.tidegauge.contract.time.ServiceClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.springframework.boot.convert.DurationStyle;

/** The services' clock, from the same settings as theirs, so that the agent's samples fit. */
final class InstallationClock {
  private InstallationClock() {}

  static ServiceClock of(Map<String, String> settings) {
    Duration offset =
        DurationStyle.detectAndParse(settings.getOrDefault("tidegauge.clock.offset", "0s"));
    double speed = Double.parseDouble(settings.getOrDefault("tidegauge.clock.speed", "1"));
    Instant anchor =
        Instant.parse(settings.getOrDefault("tidegauge.clock.anchor", "1970-01-01T00:00:00Z"));
    return ServiceClock.of(offset, speed, anchor);
  }
}
