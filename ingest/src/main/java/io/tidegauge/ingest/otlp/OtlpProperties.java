package io.tidegauge.ingest.otlp;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * OTLP over HTTP and gRPC. The size of requests is limited as for all protocols, by {@code
 * tidegauge.ingest.http.max-decompressed}.
 *
 * @param maxBuckets buckets of an explicit histogram, or quantiles of a summary: each is a series
 * @param maxExponentialBuckets buckets that an exponential histogram is kept with; each is a series
 * @param retryAfter what a sender is told to wait before it sends a request again
 */
@ConfigurationProperties("tidegauge.ingest.otlp")
public record OtlpProperties(
    @DefaultValue("512") int maxBuckets,
    @DefaultValue("64") int maxExponentialBuckets,
    @DefaultValue("1s") Duration retryAfter) {

  /** Checks the values. */
  public OtlpProperties {
    check(maxBuckets >= 1 && maxBuckets <= 10_000, "max-buckets", maxBuckets, "from 1 to 10000");
    check(
        maxExponentialBuckets >= 4 && maxExponentialBuckets <= 1000,
        "max-exponential-buckets",
        maxExponentialBuckets,
        "from 4 to 1000");
    check(
        retryAfter.toSeconds() >= 1 && retryAfter.toMinutes() < 10,
        "retry-after",
        retryAfter,
        "from 1s to 599s");
  }

  private static void check(boolean valid, String key, Object value, String range) {
    if (!valid) {
      throw new IllegalArgumentException(
          "tidegauge.ingest.otlp." + key + " is " + value + ", set it to a value " + range);
    }
  }
}
