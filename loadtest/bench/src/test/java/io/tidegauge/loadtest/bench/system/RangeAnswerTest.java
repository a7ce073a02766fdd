package io.tidegauge.loadtest.bench.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.window.Window;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RangeAnswerTest {

  private static final Instant DAY = Instant.parse("2026-03-01T00:00:00Z");
  private static final RangeQuestion QUESTION =
      new RangeQuestion("cpu", Window.H1, DAY, DAY.plusSeconds(7_200), "");

  private static RangeAnswer answer(String host, double first, double second) {
    return new RangeAnswer(
        Map.of(
            Map.of("host", host),
            Map.of(DAY.toEpochMilli(), first, DAY.toEpochMilli() + 3_600_000, second)));
  }

  @Test
  void whatDiffersIsSaid() {
    RangeAnswer one = answer("a", 1, 0);

    assertThat(one.points()).isEqualTo(2);
    assertThat(one.difference(answer("a", 1 + 1e-12, 0))).isEmpty();
    assertThat(one.difference(answer("a", 1.000001, 0)))
        .hasValueSatisfying(said -> assertThat(said).contains("1.0 beside 1.000001"));
    assertThat(one.difference(answer("b", 1, 0)))
        .hasValueSatisfying(said -> assertThat(said).contains("{host="));
    assertThat(one.difference(new RangeAnswer(Map.of()))).isPresent();
    assertThat(one.difference(new RangeAnswer(Map.of(Map.of("host", "a"), Map.of()))))
        .hasValueSatisfying(said -> assertThat(said).contains("2 windows beside 0"));
  }

  @Test
  void peersAreAskedForTheSameWindows() {
    assertThat(PromQl.query(QUESTION)).isEqualTo("avg_over_time(cpu[1h])");
    RangeQuestion merged =
        new RangeQuestion("cpu", Window.M5, QUESTION.from(), QUESTION.to(), "region");
    assertThat(PromQl.query(merged))
        .isEqualTo(
            "sum by (region) (sum_over_time(cpu[5m]))"
                + " / sum by (region) (count_over_time(cpu[5m]))");
    assertThat(QUESTION.windows()).isEqualTo(2);
    assertThat(merged.windows()).isEqualTo(24);
  }

  @Test
  void aPointAtTheEndOfARangeIsTheWindowBeforeIt() {
    String json =
        """
        {"status": "success", "data": {"resultType": "matrix", "result": [
          {"metric": {"__name__": "cpu", "host": "a"}, "values": [[%d, "1"], [%d, "0"]]}]}}
        """
            .formatted(DAY.getEpochSecond() + 3_600, DAY.getEpochSecond() + 7_200);

    assertThat(PromQl.parse(json.getBytes(StandardCharsets.UTF_8), QUESTION))
        .isEqualTo(answer("a", 1, 0));
  }

  @Test
  void windowsThatAreNotFinalAreLeftOut() {
    String json =
        """
        {"metric": "cpu", "window": "1h", "watermark": null, "series": [
          {"labels": {"host": "a"}, "points": [
            {"start": "2026-03-01T00:00:00Z", "avg": 1.0, "final": true},
            {"start": "2026-03-01T01:00:00Z", "avg": 0.0, "final": true},
            {"start": "2026-03-01T02:00:00Z", "avg": 5.0, "final": false}]}]}
        """;

    assertThat(RollupNode.parse(json.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(answer("a", 1, 0));
  }
}
