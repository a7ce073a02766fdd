package io.tidegauge.processor.revise;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Down where the reviser has ended on an error that another start would not mend. */
final class ReviserHealth implements HealthIndicator {

  private final ReviserThread thread;

  ReviserHealth(ReviserThread thread) {
    this.thread = thread;
  }

  @Override
  public Health health() {
    Throwable failure = thread.failure();
    return failure == null
        ? Health.up().build()
        : Health.down(failure).withDetail("do", "restart this process").build();
  }
}
