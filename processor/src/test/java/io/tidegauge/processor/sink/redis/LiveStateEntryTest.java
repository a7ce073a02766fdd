package io.tidegauge.processor.sink.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveBatchWriter;
import io.tidegauge.contract.live.LiveSeries;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesHasher;
import io.tidegauge.contract.wire.UnknownVersionException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A value in Redis: a release reads what the one before wrote. */
class LiveStateEntryTest {

  private static final LiveBatchWriter CODEC = new LiveBatchWriter(Integer.MAX_VALUE);

  /** Topic epoch 1, offset 4711; then the batch of one series, its format first. */
  private static final String GOLDEN =
      "000000010000000000001267"
          + "40010a0461636d65100118e72432085f5f6e616d655f5f32056c6f6164313204686f7374320268313aaf8000"
          + "09f6d0a8bf8a1dafa9114cf2938187e828da1a84800000010203200028e7243080d48eaf8467390000000000"
          + "00e03f";

  private static final Labels LABELS = Labels.of(Map.of(Labels.NAME, "load1", "host", "h1"));

  private static final LiveBatch BATCH =
      new LiveBatch(
          "acme",
          1,
          4711,
          LiveBatch.UNKNOWN,
          LiveBatch.UNKNOWN,
          List.of(
              new LiveSeries(
                  SeriesHasher.of("acme", LABELS),
                  LABELS,
                  MetricKind.GAUGE,
                  4711,
                  1_770_112_800_000L,
                  0.5,
                  false,
                  List.of())));

  @Test
  void whatWasWrittenThenIsReadAndWrittenTheSameToday() {
    assertThat(LiveStateEntry.read(golden())).isEqualTo(BATCH);
    assertThat(
            LiveStateEntry.of(BATCH, BATCH.series().getFirst(), CODEC).stream()
                .filter(entry -> entry.tier() == LiveTier.SAMPLE)
                .map(entry -> HexFormat.of().formatHex(entry.value())))
        .containsExactly(GOLDEN);
  }

  @Test
  void aLaterFormatIsRefused() {
    byte[] later = golden();
    later[LiveStateEntry.VERSION_BYTES + 1] = 2;

    assertThatThrownBy(() -> LiveStateEntry.read(later))
        .isInstanceOf(UnknownVersionException.class);
  }

  private static byte[] golden() {
    return HexFormat.of().parseHex(GOLDEN);
  }
}
