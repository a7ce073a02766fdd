package io.tidegauge.contract.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The clock of a service: the system's, moved by an offset and run at a speed, so that a test can
 * let a day pass in minutes. All services of one installation take the same settings. Thread-safe,
 * allocation-free in {@link #millis()}.
 */
public final class ServiceClock implements InstantSource {

  private final InstantSource base;
  private final long anchor;
  private final long offset;
  private final double speed;

  private ServiceClock(InstantSource base, long anchor, Duration offset, double speed) {
    if (!(speed > 0) || speed > 100_000) {
      throw new IllegalArgumentException(
          "clock speed is " + speed + ", it must be above 0 and at most 100000");
    }
    this.base = base;
    this.anchor = anchor;
    this.offset = offset.toMillis();
    this.speed = speed;
  }

  /**
   * A clock that showed the true time plus {@code offset} at {@code anchor}, and has run at {@code
   * speed} times the true speed since. The anchor is part of the installation's configuration: all
   * services must share it when speed is not 1.
   */
  public static ServiceClock of(Duration offset, double speed, Instant anchor) {
    return new ServiceClock(InstantSource.system(), anchor.toEpochMilli(), offset, speed);
  }

  /** The true time. */
  public static ServiceClock system() {
    return of(Duration.ZERO, 1, Instant.EPOCH);
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public long millis() {
    long now = base.millis();
    if (speed == 1) {
      return now + offset;
    }
    return anchor + offset + (long) ((now - anchor) * speed);
  }

  /** Whether it shows the true time; checks against other machines' clocks only make sense then. */
  public boolean isTrueTime() {
    return offset == 0 && speed == 1;
  }

  /** How many times faster than the true time it runs. */
  public double speed() {
    return speed;
  }
}
