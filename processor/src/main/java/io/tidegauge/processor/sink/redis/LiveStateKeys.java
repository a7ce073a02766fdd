package io.tidegauge.processor.sink.redis;

import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.ServerRule;
import io.tidegauge.contract.window.Window;

/**
 * Keys and fields. A hash for each server and tier: {@code
 * tidegauge:<tenant>:live:server:<server>:<tier>}, and where a series belongs to no server, {@code
 * tidegauge:<tenant>:live:metric:<metric>:<tier>}. Fields: the series id (32 hexadecimal digits) in
 * the tiers sample and summary, {@code <id>:15m}, {@code <id>:1h} and {@code <id>:24h} in the
 * others.
 */
final class LiveStateKeys {

  private LiveStateKeys() {}

  /** What a series belongs to: the middle of its keys. */
  static String owner(Labels labels) {
    String server = ServerRule.serverOf(labels);
    return server.isEmpty() ? "metric:" + labels.metric() : "server:" + server;
  }

  static String key(String tenant, String owner, LiveTier tier) {
    return "tidegauge:" + tenant + ":live:" + owner + ":" + tier.label();
  }

  /** The tier that holds a window. */
  static LiveTier tier(Window window) {
    return switch (window) {
      case M5 -> LiveTier.SUMMARY;
      case M15, H1 -> LiveTier.TREND;
      case H24 -> LiveTier.SESSION;
    };
  }

  static String field(String id, Window window) {
    return window == Window.M5 ? id : id + ":" + window.label();
  }
}
