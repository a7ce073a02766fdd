package io.tidegauge.loadtest.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Lines as Gatling 3.15 prints them. */
class GatlingConsoleTest {

  private final StringWriter said = new StringWriter();
  private final GatlingConsole console = new GatlingConsole(new PrintWriter(said, true));
  private final PrintStream stream = new PrintStream(console, true, StandardCharsets.UTF_8);

  @Test
  void aProgressReportIsALine() {
    stream.print(
        """

        ====================================
        2026-11-22 17:59:51 GMT                        44s elapsed
        ---- Requests ----------------------|---Total---|-----OK----|----KO----
        > Global                            |     1,100 |     1,099 |         1

        ---- agents ------------------------
        [###################################]   100%
                  waiting:         0 / active:         0  / done:        50
        ====================================
        """);

    assertThat(said.toString()).isEqualTo("44s: 1,100 requests, 1 failed\n");
  }

  @Test
  void theSummaryIsKeptAndTheAssertionsAreTold() {
    stream.print(
        """
        ---- Global Information -------------|---Total---|-----OK----|----KO----
        > request count                      |     1,250 |     1,250 |         -
        ====================================

        Reports generated, please open the following file: file:///tmp/index.html
        Global: count of failed events is 0.0 : true (actual : 0.0)
        a b: 95th percentile of response time is less than 1.0 : false (actual : 432.0)
        """);

    assertThat(said.toString())
        .startsWith("---- Global Information")
        .contains("> request count                      |     1,250 |")
        .doesNotContain("please open")
        .endsWith("held: Global: count of failed events is 0.0 (actual : 0.0)\n");
    assertThat(console.notHeld())
        .containsExactly("a b: 95th percentile of response time is less than 1.0 (actual : 432.0)");
  }
}
