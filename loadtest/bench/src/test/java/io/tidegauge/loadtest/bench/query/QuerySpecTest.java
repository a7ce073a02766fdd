package io.tidegauge.loadtest.bench.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegauge.loadtest.bench.system.RangeQuestion;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class QuerySpecTest {

  @Command
  private static final class Options {
    @Mixin private final QueryOptions all = new QueryOptions();
  }

  private static QuerySpec spec(String... arguments) {
    Options options = new Options();
    new CommandLine(options).parseArgs(arguments);
    return options.all.spec();
  }

  @Test
  void aQuestionIsAboutAllSeriesOfAMetricOverADay() {
    QuerySpec spec = spec();
    Instant day = Instant.parse("2026-03-01T00:00:00Z");

    List<RangeQuestion> questions = spec.questions(List.of("a", "b"), day, "region");

    assertThat(spec.asked()).isEqualTo(1_000);
    assertThat(spec.shapes()).containsExactly("", "region");
    assertThat(questions).extracting(RangeQuestion::metric).containsExactly("a", "b");
    assertThat(questions.getFirst().windows()).isEqualTo(24);
    assertThat(questions.getFirst().to()).isEqualTo(day.plusSeconds(86_400));
    // Half an hour more than a day, so that its last window is final.
    assertThat(spec.steps()).isEqualTo(24 * 240 + 120 + 1);
  }

  @Test
  void whatCannotBeAskedIsRefusedWithWhatToGive() {
    assertRefused("--hours is 73", "--hours=73");
    assertRefused("no whole number of windows of 24h", "--hours=25", "--window=24h");
    assertRefused("give a multiple of", "--series=1001");
    assertRefused("--concurrency is 0", "--concurrency=0");
    assertRefused("give each or merged", "--shape=both");
    assertRefused("--interval is PT0.5S", "--interval=PT0.5S");
    assertRefused("unknown window '2h'", "--window=2h");
  }

  private static void assertRefused(String message, String... arguments) {
    assertThatThrownBy(() -> spec(arguments))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
