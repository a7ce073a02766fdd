package io.tidegauge.loadtest.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegauge.engines.EngineException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcFilesTest {

  private static final String STAT =
      "4711 (my (odd) na me) S 1 4711 4711 0 -1 4194560 2000 300 4 5 1234 567 89 10 20 0 33 0"
          + " 1000000 900000000 50000 18446744073709551615 1 1 0 0 0 0 0 4096 17602 0 0 0 17 1 0 0";

  @Test
  void ticksAreOfUserAndSystemWithoutChildren() {
    assertThat(ProcFiles.ticks(STAT)).isEqualTo(1234 + 567);
  }

  @Test
  void sizesAreInKibibytes() {
    List<String> status = List.of("Name:\tjava", "VmHWM:\t  594356 kB", "VmRSS:\t  500000 kB");
    assertThat(ProcFiles.statusBytes(status, "VmHWM")).isEqualTo(594_356L * 1024);
    assertThatThrownBy(() -> ProcFiles.statusBytes(status, "VmPeak"))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("VmPeak");
  }

  @Test
  void loadAndProcessor() {
    assertThat(ProcFiles.loadAverage("0.52 3.10 2.05 2/512 12345")).isEqualTo(0.52);
    assertThat(ProcFiles.processor(List.of("processor\t: 0", "model name\t: A: fast one")))
        .isEqualTo("A: fast one");
    assertThat(ProcFiles.processor(List.of("processor\t: 0"))).isEmpty();
  }

  @Test
  void theTimeOfARealProcessGrowsAsItWorks() {
    ProcessClock clock = new ProcessClock(Map.of("test", ProcessHandle.current().pid()));
    Map<String, Double> before = clock.seconds();
    long work = 1;
    while (ProcessClock.sum(ProcessClock.between(before, clock.seconds())) < 0.1) {
      for (int i = 0; i < 1_000_000; i++) {
        work = work * 31 + i;
      }
    }
    assertThat(work).isNotZero();
    assertThat(clock.peaks().get("test")).isGreaterThan(10 << 20);
    assertThat(Machine.here().cores()).isPositive();
    assertThat(Machine.here().memory()).isGreaterThan(1L << 28);
  }

  @Test
  void aProcessThatEndedIsNamed() {
    ProcessClock clock = new ProcessClock(Map.of("gone", (1L << 22) + 1));
    assertThatThrownBy(clock::seconds).isInstanceOf(EngineException.class);
  }

  @Test
  void aBusyMachineIsWarnedOf() {
    Machine machine = new Machine("x", 2, 1, "Linux", "25");
    assertThat(machine.verdict(0.1)).isEqualTo("load average 0.10 on 2 cores");
    assertThat(machine.verdict(7.25)).contains("7.25").contains("noise");
  }
}
