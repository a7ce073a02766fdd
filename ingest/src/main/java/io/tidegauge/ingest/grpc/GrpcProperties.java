package io.tidegauge.ingest.grpc;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * OTLP over gRPC.
 *
 * @param address where to listen
 * @param port where to listen; 0 for any free port
 * @param maxMessage the largest request, decompressed; senders keep to 4 MiB unless configured
 * @param maxCalls calls of one connection at the same time
 * @param maxResets calls of a connection that may be reset in 30 s
 * @param keepAlive after how long a quiet connection is asked whether it is still there
 * @param maxWaiting calls that may wait for a decoding thread; above it connections are read slower
 * @param shutdown how long calls may take to end when the gateway stops
 */
@ConfigurationProperties("tidegauge.ingest.grpc")
public record GrpcProperties(
    @DefaultValue("127.0.0.1") String address,
    @DefaultValue("4317") int port,
    @DefaultValue("16MB") DataSize maxMessage,
    @DefaultValue("128") int maxCalls,
    @DefaultValue("200") int maxResets,
    @DefaultValue("60s") Duration keepAlive,
    @DefaultValue("1024") int maxWaiting,
    @DefaultValue("5s") Duration shutdown) {

  /** Checks the values. */
  public GrpcProperties {
    check(!address.isBlank(), "address", address, "such as 127.0.0.1 or 0.0.0.0");
    check(port >= 0 && port <= 65535, "port", port, "from 0 to 65535");
    check(
        maxMessage.toKilobytes() >= 1 && maxMessage.toMegabytes() <= 512,
        "max-message",
        maxMessage,
        "from 1KB to 512MB");
    check(maxCalls >= 1, "max-calls", maxCalls, "of 1 or more");
    check(maxResets >= 1, "max-resets", maxResets, "of 1 or more");
    check(keepAlive.toMillis() >= 1000, "keep-alive", keepAlive, "of 1s or more");
    check(maxWaiting >= 1, "max-waiting", maxWaiting, "of 1 or more");
    check(!shutdown.isNegative(), "shutdown", shutdown, "of 0 or more");
  }

  private static void check(boolean valid, String key, Object value, String range) {
    if (!valid) {
      throw new IllegalArgumentException(
          "tidegauge.ingest.grpc." + key + " is " + value + ", set it to a value " + range);
    }
  }
}
