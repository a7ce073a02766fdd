package io.tidegauge.loadtest.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegauge.loadtest.model.LoadSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleFilesTest {

  private static final Instant NEWEST = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path folder;

  @Test
  void everyFileOfAFolderEndsWithTheNewestSample() throws IOException {
    write(
        "cpu-1.csv",
        "timestamp,value",
        "2014-04-02 14:29:00,0.5",
        "2014-04-02 14:24:00,0.25",
        "2014-04-02 14:29:00,9");
    write("net.CSV", "2014-01-01 00:00:00,7", "2014-01-01 00:01:00,8");
    write("notes.md", "no samples");

    List<LoadSample> samples = SampleFiles.csv(folder, NEWEST);

    assertThat(samples)
        .extracting(sample -> sample.series().metric(), LoadSample::timestamp, LoadSample::value)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("cpu_1", at(-300), 0.25),
            org.assertj.core.groups.Tuple.tuple("net", at(-60), 7.0),
            org.assertj.core.groups.Tuple.tuple("cpu_1", at(0), 0.5),
            org.assertj.core.groups.Tuple.tuple("net", at(0), 8.0));
  }

  @Test
  void whatCannotBeReadIsNamed() throws IOException {
    assertThatThrownBy(() -> SampleFiles.csv(folder, NEWEST))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no CSV file");

    write("bad.csv", "2014-04-02 14:29:00,0.5", "2014-04-02 14:34:00");

    assertThatThrownBy(() -> SampleFiles.csv(folder, NEWEST))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bad.csv, line 2");
  }

  private static long at(int seconds) {
    return NEWEST.plusSeconds(seconds).toEpochMilli();
  }

  private void write(String name, String... lines) throws IOException {
    Files.write(folder.resolve(name), List.of(lines));
  }
}
