package io.tidegauge.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * 10,000 events, each timed from just before it is sent to the ingest port until an SSE subscriber
 * of the query API has been shown it: p99 is below a second.
 */
class LatencyIT {

  private static final int EVENTS = 10_000;
  private static final int LIMIT_MILLIS = 1000;

  @Test
  void anEventIsAtASubscriberWithinASecond() {
    Product product = Product.shared();
    try (Program latency =
        Program.start(
            Product.root(),
            Product.output("latency.log"),
            List.of(
                Product.root().resolve("tidegauge").toString(),
                "latency",
                "--ingest-url=" + product.ingest(),
                "--query-url=" + product.query(),
                "--events=" + EVENTS,
                "--rate=500",
                "--limit=" + LIMIT_MILLIS,
                "--results=" + Product.output("latency")))) {
      int exit = latency.await(240);
      String output = latency.output();
      System.out.println(output);

      assertThat(output).contains("10,000 of 10,000 events seen; p50 ");
      assertThat(exit).as(output).isZero();
    }
  }
}
