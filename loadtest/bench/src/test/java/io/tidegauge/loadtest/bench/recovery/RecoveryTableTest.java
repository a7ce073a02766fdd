package io.tidegauge.loadtest.bench.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.loadtest.bench.system.Installation.Start;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class RecoveryTableTest {

  @Test
  void mediansOfStartsAndKills() {
    Map<String, List<Start>> starts = new LinkedHashMap<>();
    starts.put("gateway", List.of(new Start(4, 5), new Start(2, 3), new Start(3, 4)));
    starts.put("processor", List.of(new Start(6, 8)));
    Map<Integer, List<Kill>> kills = new LinkedHashMap<>();
    kills.put(0, List.of(new Kill(12, 13), new Kill(14, 15)));
    kills.put(1, List.of(new Kill(9.04, 20)));

    assertThat(RecoveryTable.of(new RecoveryOutcome("Tidegauge", "1", 100, true, starts, kills)))
        .isEqualTo(
            """
                                                                          Tidegauge
            gateway, start to ready, s                                3.0 (2.0–4.0)
              CPU-seconds of it                                       4.0 (3.0–5.0)
            processor, start to ready, s                              6.0 (6.0–6.0)
              CPU-seconds of it                                       8.0 (8.0–8.0)
            processor, killed to live again, s, without a standby  13.0 (12.0–14.0)
              to ready again                                       14.0 (13.0–15.0)
            processor, killed to live again, s, with a standby        9.0 (9.0–9.0)
              to ready again                                       20.0 (20.0–20.0)
            """);
  }

  @Test
  void onlyNewSamplesAreFresh() {
    String answer =
        """
        {"series": [
          {"labels": {"host": "a"}, "timestamp": "2026-03-01T00:00:00.500Z"},
          {"labels": {"host": "b"}, "timestamp": "2026-03-01T00:00:00.501Z"}]}
        """;

    assertThat(Probe.fresh(new JsonMapper().readTree(answer), 1_772_323_200_500L)).isEqualTo(1);
  }
}
