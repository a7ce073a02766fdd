package io.tidegauge.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The dashboard's flows in headless Chromium against the running product, whose own host agent is
 * the server that is looked at. Screenshots are in the dashboard's {@code target/screenshots}.
 */
class DashboardIT {

  @Test
  void flowsInChromium() {
    assumeTrue(Program.exists("chromium"), "Debian's package chromium is not installed");
    Product product = Product.shared();
    try (Program flows =
        Program.start(
            Product.root().resolve("dashboard"),
            Product.output("dashboard.log"),
            List.of(
                "npm",
                "run",
                "--silent",
                "e2e",
                "--",
                "--base",
                product.query().toString(),
                "--subscribers",
                Integer.toString(Product.SUBSCRIBERS)))) {
      assertThat(flows.await(240)).as(flows.output()).isZero();
    }
  }
}
