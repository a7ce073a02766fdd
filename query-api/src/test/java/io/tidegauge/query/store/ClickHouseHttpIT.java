package io.tidegauge.query.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegauge.query.config.ClickHouseProperties;
import io.tidegauge.query.support.Harness;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Statements on a real ClickHouse. */
class ClickHouseHttpIT {

  private final ClickHouseHttp clickhouse =
      new ClickHouseHttp(Harness.get().context().getBean(ClickHouseProperties.class));

  @AfterEach
  void close() {
    clickhouse.close();
  }

  @Test
  void argumentsArriveAsTheyAre() throws Exception {
    String text = "a\tb\nc\\nd\\e'f\"g?h{a0:String}i&j=%k\rü";
    Sql sql = new Sql().add("SELECT ?, length(?), toInt64(?) + 1", text, text, -7L);

    try (InputStream answer = clickhouse.rows(sql)) {
      RowBinary row = new RowBinary(answer);

      assertThat(row.string()).isEqualTo(text);
      assertThat(row.int64())
          .isEqualTo(text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length);
      assertThat(row.int64()).isEqualTo(-6);
      assertThat(row.hasNext()).isFalse();
    }
  }

  @Test
  void aStatementThatIsNotOneIsRefused() {
    assertThatThrownBy(() -> clickhouse.rows(new Sql().add("SELECT nothing")))
        .isInstanceOf(ClickHouseHttp.RefusedException.class)
        .hasMessageContaining("nothing");
  }

  /** ClickHouse writes the error into the answer, where rows are. */
  @Test
  void anAnswerThatBreaksOffDoesNotEndAndHasNothingButRows() throws Exception {
    Sql sql =
        new Sql()
            .add("SELECT number + throwIf(number = 3000000) FROM numbers(10000000)")
            .add(" SETTINGS max_block_size = 1000, max_threads = 1");

    try (InputStream answer = clickhouse.rows(sql)) {
      RowBinary rows = new RowBinary(answer);
      AtomicLong expected = new AtomicLong();

      assertThatThrownBy(
              () -> {
                while (rows.hasNext()) {
                  assertThat(rows.int64()).isEqualTo(expected.getAndIncrement());
                }
              })
          .isInstanceOf(IOException.class);
      assertThat(expected.get()).isBetween(1L, 3_000_000L);
    }
  }
}
