package io.tidegauge.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.samples.SamplesRecordWriter;
import io.tidegauge.contract.topic.RecordHeaders;
import io.tidegauge.contract.topic.RecordKind;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GatheredRecordTest {

  private final GatheredRecord record =
      new GatheredRecord(
          "t", 0, RecordKind.SAMPLES, null, 0, new WriterPool(), new InFlightBytes(1000));

  @Test
  void hasTheTraceOfTheFirstRequestWithOne() {
    record.add(series(null), 0, 1, new Durability());
    record.add(series("first"), 0, 1, new Durability());
    record.add(series("second"), 0, 1, new Durability());

    assertThat(record.headers().get(RecordHeaders.TRACEPARENT))
        .isEqualTo("first".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void hasNoTraceWhereNoRequestHadOne() {
    record.add(series(null), 0, 1, new Durability());

    assertThat(record.headers()).doesNotContainKey(RecordHeaders.TRACEPARENT);
  }

  private static SeriesSource series(@Nullable String traceparent) {
    return new SeriesSource() {
      @Override
      public int sampleCount() {
        return 1;
      }

      @Override
      public @Nullable String traceparent() {
        return traceparent;
      }

      @Override
      public void write(SamplesRecordWriter writer, int from, int to) {
        // What is in it does not matter here.
      }
    };
  }
}
