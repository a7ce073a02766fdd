package io.tidegauge.loadtest.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpositionTest {

  private static final String TEXT =
      """
      # HELP jvm_memory_used_bytes The amount of used memory
      # TYPE jvm_memory_used_bytes gauge
      jvm_memory_used_bytes{area="heap",id="G1 Eden Space"} 1.0E7
      jvm_memory_used_bytes{area="heap",id="G1 Old Gen"} 2.5E7
      jvm_memory_used_bytes{area="nonheap",id="Metaspace"} 9.0E7
      process_files_open_files 211.0
      process_files_open_files_other 5.0
      """;

  @Test
  void addsUpTheSamplesThatHaveTheLabels() {
    assertThat(Exposition.sum(TEXT, "jvm_memory_used_bytes", Map.of("area", "heap")))
        .hasValue(3.5E7);
    assertThat(Exposition.sum(TEXT, "jvm_memory_used_bytes", Map.of())).hasValue(1.25E8);
    assertThat(Exposition.sum(TEXT, "process_files_open_files", Map.of())).hasValue(211);
  }

  @Test
  void knowsWhatIsNotThere() {
    assertThat(Exposition.sum(TEXT, "jvm_memory_used_bytes", Map.of("area", "none"))).isEmpty();
    assertThat(Exposition.sum(TEXT, "process_files", Map.of())).isEmpty();
  }
}
