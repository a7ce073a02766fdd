package io.tidegauge.loadtest.bench.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class RoundOptionsTest {

  private static RoundOptions parsed(String... arguments) {
    return CommandLine.populateCommand(new RoundOptions(), arguments);
  }

  @Test
  void lengths() {
    assertThat(parsed("--rounds", "3", "--seconds", "7").spec())
        .isEqualTo(
            new RoundSpec(
                3, Duration.ofSeconds(7), Duration.ofSeconds(30), Duration.ofSeconds(20)));
    assertThatThrownBy(() -> parsed("--rounds", "0").spec()).hasMessageContaining("--rounds");
  }
}
