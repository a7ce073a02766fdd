package io.tidegauge.loadtest.bench.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class QueryTableTest {

  private static QueryTurn turn(int answers, int kept, double node, double store) {
    Histogram micros = new Histogram(3);
    micros.recordValueWithCount(2_000, answers);
    Map<String, Double> used = new LinkedHashMap<>();
    used.put("query node", node);
    used.put("clickhouse", store);
    return QueryTurn.of(micros, kept, 4_096L * answers, 4, used);
  }

  private static QueryOutcome outcome(String name, QueryTurn... turns) {
    return new QueryOutcome(name, "1", "", false, 100, 2_400, List.of(turns));
  }

  @Test
  void costsAreForAnAnswer() {
    String table =
        QueryTable.of(
            List.of(
                outcome(
                    "Tidegauge",
                    turn(1_000, 1_000, 1, 0),
                    turn(1_000, 900, 2, 1),
                    turn(1_000, 800, 3, 3)),
                outcome("Other", turn(500, 0, 3, 0))));

    assertThat(table)
        .containsPattern("answer p95, ms +2\\.0 \\(2\\.0–2\\.0\\) +2\\.0.* 1\\.00")
        .containsPattern("answers a second +250\\.0 .* 2\\.00")
        .containsPattern("CPU-ms an answer +3\\.00 \\(1\\.00–6\\.00\\) +6\\.00.* 0\\.50")
        .containsPattern("of its query node +2\\.00 ")
        .containsPattern("of its clickhouse +1\\.00 ")
        .containsPattern("KiB an answer +4\\.0")
        .containsPattern("from its cache, % of answers +90 \\(80–100\\)");
  }
}
