package io.tidegauge.query.columnar;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.window.Window;
import io.tidegauge.query.json.Point;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A batch has a bounded number of rows and a bounded amount of text. */
class BatchEndTest {

  private static Row row(String value) {
    return new Row(Map.of("host", value), new Point(Window.M5, 0, true, new Aggregate()));
  }

  private static long ends(BatchEnd end, Row row, int rows) {
    return IntStream.range(0, rows).filter(i -> end.test(row)).count();
  }

  @Test
  void endsAfterSoManyRows() {
    BatchEnd end = new BatchEnd();

    assertThat(ends(end, row("a"), BatchEnd.ROWS - 1)).isZero();
    assertThat(end.test(row("a"))).isTrue();
    assertThat(ends(end, row("a"), 3 * BatchEnd.ROWS)).isEqualTo(3);
  }

  @Test
  void endsAfterSoMuchText() {
    BatchEnd end = new BatchEnd();
    Row half = row("x".repeat(BatchEnd.TEXT / 2));

    assertThat(ends(end, half, 1)).isZero();
    assertThat(end.test(half)).isTrue();
    assertThat(end.test(half)).isFalse();
    assertThat(end.test(half)).isTrue();
  }
}
