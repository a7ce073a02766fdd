package io.tidegauge.loadtest.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpositionTest {

  @Test
  void addsUpTheSamplesOfAMeasure() {
    Map<Measure, Double> values =
        Exposition.read(
            """
            # HELP jvm_memory_used_bytes The amount of used memory
            # TYPE jvm_memory_used_bytes gauge
            jvm_memory_used_bytes{area="heap",id="G1 Eden Space"} 1.0E7
            jvm_memory_used_bytes{area="heap",id="G1 Old Gen"} 2.5E7
            jvm_memory_used_bytes{area="nonheap",id="Metaspace"} 9.0E7
            jvm_buffer_memory_used_bytes{id="direct"} 4096.0
            jvm_buffer_memory_used_bytes{id="mapped"} 8192.0
            process_files_open_files 211.0
            process_files_open_files_other 5.0
            """);

    assertThat(values)
        .containsOnly(
            Map.entry(Measure.HEAP, 3.5E7),
            Map.entry(Measure.DIRECT, 4096.0),
            Map.entry(Measure.FILES, 211.0));
  }
}
