package io.tidegauge.query.config;

import java.time.Duration;

/** Checks of settings; the message names the key and says what to set. */
final class Check {

  private Check() {}

  static void notBlank(String key, String value, String advice) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(key + " is empty, set it to " + advice);
    }
  }

  static void between(String key, long value, long low, long high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException(
          key + " is " + value + ", set it to a number from " + low + " to " + high);
    }
  }

  static void between(String key, Duration value, Duration low, Duration high) {
    if (value.compareTo(low) < 0 || value.compareTo(high) > 0) {
      throw new IllegalArgumentException(
          key + " is " + value + ", set it to a duration from " + low + " to " + high);
    }
  }
}
