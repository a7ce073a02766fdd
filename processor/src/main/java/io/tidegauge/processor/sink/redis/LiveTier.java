package io.tidegauge.processor.sink.redis;

import java.time.Duration;
import java.util.Locale;

/** The tiers of the live state, each a key of its own that expires when its server falls silent. */
public enum LiveTier {
  /** The newest sample, with the labels. */
  SAMPLE(Duration.ofSeconds(15)),
  /** The open 5m windows. */
  SUMMARY(Duration.ofSeconds(60)),
  /** The bases of 15m and 1h. */
  TREND(Duration.ofSeconds(300)),
  /** The base of 24h. */
  SESSION(Duration.ofSeconds(600));

  private final Duration shortestLife;

  LiveTier(Duration shortestLife) {
    this.shortestLife = shortestLife;
  }

  /** How long the key lives after the last change, at least. */
  Duration shortestLife() {
    return shortestLife;
  }

  /** The last part of the key. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
