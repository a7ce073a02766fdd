package io.tidegauge.engines.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegauge.engines.Engine;
import io.tidegauge.engines.EnginesSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A write of ClickHouse that fails. To fill a disk one must be root; a limit of the size of files
 * makes the same writes fail, and anybody may set it.
 */
@Timeout(120)
class FailedWriteIT {

  private static final String TABLE =
      "CREATE TABLE kept (n UInt64, text String) ENGINE = MergeTree ORDER BY n"
          + " SETTINGS non_replicated_deduplication_window = 100";

  /** About a megabyte, whatever the compression. */
  private static final String ROWS =
      "INSERT INTO kept SETTINGS insert_deduplication_token = '%s'"
          + " SELECT number, randomString(1000) FROM numbers(1000)";

  @TempDir Path directory;

  @Test
  void whatCouldNotBeWrittenIsNotAcknowledgedAndCanBeSentAgain() throws Exception {
    EnginesSpec spec = EnginesSpec.persistent(directory, Engine.CLICKHOUSE);
    try (EmbeddedEngines engines = EmbeddedEngines.start(spec)) {
      Contents.clickHouse(engines, TABLE);
      Contents.clickHouse(engines, ROWS.formatted("first"));

      limitFiles(engines.process(Engine.CLICKHOUSE).handle().orElseThrow().pid(), 100_000);
      assertThatThrownBy(() -> Contents.clickHouse(engines, ROWS.formatted("second")))
          .isInstanceOf(IOException.class);

      untilAcknowledged(engines, ROWS.formatted("second"));
      assertThat(Contents.clickHouse(engines, "SELECT count(), sum(length(text)) FROM kept"))
          .isEqualTo("2000\t2000000");
      assertThat(directory.resolve("clickhouse").resolve("output.log"))
          .content()
          .contains("A write to the disk failed");
    }
  }

  private static void limitFiles(long pid, long bytes) throws Exception {
    Process prlimit =
        new ProcessBuilder("prlimit", "--pid", Long.toString(pid), "--fsize=" + bytes + ":")
            .inheritIO()
            .start();
    assertThat(prlimit.waitFor()).isZero();
  }

  /** As a client does: the process is started again meanwhile, without the limit. */
  private static void untilAcknowledged(EmbeddedEngines engines, String insert) throws Exception {
    boolean acknowledged = false;
    while (!acknowledged) {
      try {
        Contents.clickHouse(engines, insert);
        acknowledged = true;
      } catch (IOException notYet) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
  }
}
