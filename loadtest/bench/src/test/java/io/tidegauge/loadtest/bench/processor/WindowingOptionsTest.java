package io.tidegauge.loadtest.bench.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegauge.loadtest.bench.system.WindowingPeer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class WindowingOptionsTest {

  private static final Instant TODAY = Instant.parse("2026-11-01T00:00:00Z");

  private static WindowingOptions parsed(String... arguments) {
    return CommandLine.populateCommand(new WindowingOptions(), arguments);
  }

  @Test
  void allPeersUnlessOthersAreGiven() {
    assertThat(parsed().peers()).containsExactly(WindowingPeer.values());
    assertThat(parsed("--peer", "none").peers()).isEmpty();
    assertThat(parsed("--peer", "flink").peers()).containsExactly(WindowingPeer.FLINK);
    assertThatThrownBy(() -> parsed("--peer", "spark").peers())
        .hasMessage("--peer is 'spark', give [kafka-streams, flink] or none");
  }

  @Test
  void atAPaceTheIntervalFollowsFromTheSeriesAndRecordsAreWhatIsGathered() {
    WindowingOptions options = parsed("--rate=100000", "--series=1000000", "--partitions=5");

    assertThat(options.load().interval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(options.load().fewest()).isEqualTo(100);
    assertThat(parsed("--samples-per-record=300..900").load().most()).isEqualTo(900);
    assertThatThrownBy(() -> parsed("--rate=5").load()).hasMessageContaining("--rate is 5");
  }

  @Test
  void timestampsMustNotComeNearTheTime() {
    WindowingOptions options = parsed("--samples=10000000", "--series=10");
    PrintWriter out = new PrintWriter(new StringWriter());

    assertThatThrownBy(() -> new CatchUp(options.spec(), options.load(), TODAY, out))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("give fewer --samples");
  }
}
