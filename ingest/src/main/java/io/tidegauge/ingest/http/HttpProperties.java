package io.tidegauge.ingest.http;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of the HTTP side.
 *
 * @param maxBody a request's body as it is sent
 * @param maxDecompressed a request's body once decompressed
 * @param maxHeld all bodies, pieces of streams and gRPC messages that are held at the same time;
 *     above it requests are refused as overloaded
 * @param bodyTimeout how long a request's body may take to come
 * @param minBodyRate how much of a body must come in a second, once the grace is over
 * @param bodyGrace how long a body may come slower than that
 * @param maxWait how long requests may wait for a decoding thread; where all have waited longer for
 *     half a second, only as many are let in as get their turn in time, and others are refused as
 *     overloaded
 * @param maxLine bytes of one line, or one frame, of the native stream
 * @param streamBatches pieces of one native stream that may wait for Kafka before the gateway stops
 *     reading it
 * @param maxStreams native streams that may be open at the same time
 * @param streamIdle how long a native stream may send nothing, or not take its acknowledgements; an
 *     empty line, or frame, keeps it open
 */
@ConfigurationProperties("tidegauge.ingest.http")
public record HttpProperties(
    @DefaultValue("32MB") DataSize maxBody,
    @DefaultValue("32MB") DataSize maxDecompressed,
    @DefaultValue("256MB") DataSize maxHeld,
    @DefaultValue("60s") Duration bodyTimeout,
    @DefaultValue("1KB") DataSize minBodyRate,
    @DefaultValue("10s") Duration bodyGrace,
    @DefaultValue("8ms") Duration maxWait,
    @DefaultValue("1MB") DataSize maxLine,
    @DefaultValue("64") int streamBatches,
    @DefaultValue("1000") int maxStreams,
    @DefaultValue("10m") Duration streamIdle) {

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
    check(bodyTimeout.toMillis() >= 100, "body-timeout", bodyTimeout, "of 100ms or more");
    check(!minBodyRate.isNegative(), "min-body-rate", minBodyRate, "of 0 or more");
    check(!bodyGrace.isNegative(), "body-grace", bodyGrace, "of 0 or more");
    check(maxWait.toMillis() >= 1, "max-wait", maxWait, "of 1ms or more");
    check(maxStreams >= 1, "max-streams", maxStreams, "of 1 or more");
    check(streamIdle.toMillis() >= 100, "stream-idle", streamIdle, "of 100ms or more");
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
