package io.tidegauge.ingest.http;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of the HTTP side.
 *
 * @param maxBody a request's body as it is sent
 * @param maxDecompressed a request's body once decompressed
 * @param maxHeld all bodies that are held at the same time; above it requests are refused as
 *     overloaded
 * @param maxLine bytes of one line of the native stream
 * @param streamBatches pieces of one native stream that may wait for Kafka before the gateway stops
 *     reading it
 */
@ConfigurationProperties("tidegauge.ingest.http")
public record HttpProperties(
    @DefaultValue("32MB") DataSize maxBody,
    @DefaultValue("32MB") DataSize maxDecompressed,
    @DefaultValue("256MB") DataSize maxHeld,
    @DefaultValue("1MB") DataSize maxLine,
    @DefaultValue("64") int streamBatches) {

  /** Checks the values. */
  public HttpProperties {
    check(fits(maxBody), "max-body", maxBody, "from 1KB to 1GB");
    check(fits(maxDecompressed), "max-decompressed", maxDecompressed, "from 1KB to 1GB");
    check(
        maxHeld.compareTo(maxBody) >= 0,
        "max-held",
        maxHeld,
        "of max-body (" + maxBody + ") or more");
    check(fits(maxLine) && maxLine.toMegabytes() <= 16, "max-line", maxLine, "from 1KB to 16MB");
    check(streamBatches >= 1, "stream-batches", streamBatches, "of 1 or more");
  }

  private static boolean fits(DataSize size) {
    return size.toBytes() >= 1024 && size.toGigabytes() <= 1;
  }

  private static void check(boolean valid, String key, Object value, String range) {
    if (!valid) {
      throw new IllegalArgumentException(
          "tidegauge.ingest.http." + key + " is " + value + ", set it to a value " + range);
    }
  }
}
