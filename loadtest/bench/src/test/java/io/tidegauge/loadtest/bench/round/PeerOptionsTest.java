package io.tidegauge.loadtest.bench.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegauge.loadtest.bench.system.Peer;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class PeerOptionsTest {

  private final StringWriter said = new StringWriter();
  private final PrintWriter out = new PrintWriter(said);

  private static PeerOptions parsed(String... arguments) {
    return CommandLine.populateCommand(new PeerOptions(), arguments);
  }

  @Test
  void aPeerThatIsNotInstalledIsLeftOutAndToldHowToGet() {
    assertThat(parsed().peers(out, peer -> peer == Peer.PROMETHEUS))
        .containsExactly(Peer.PROMETHEUS);
    assertThat(said.toString())
        .startsWith("Left out: VictoriaMetrics is not installed")
        .contains("apt-get install victoria-metrics")
        .doesNotContain("Prometheus");
  }

  @Test
  void onePeerThatWasAskedForMustBeThere() {
    PeerOptions options = parsed("--peer", "victoria-metrics");
    assertThat(options.peers(out, peer -> true)).containsExactly(Peer.VICTORIA_METRICS);
    assertThatThrownBy(() -> options.peers(out, peer -> false))
        .hasMessageContaining("apt-get install victoria-metrics");
    assertThatThrownBy(() -> parsed("--peer", "influx").peers(out, peer -> true))
        .hasMessageContaining("give [victoria-metrics, prometheus]");
  }

  @Test
  void noneMeansNone() {
    assertThat(parsed("--peer", "none").peers(out, peer -> true)).isEmpty();
    assertThat(said.toString()).isEmpty();
  }
}
