package io.tidegauge.cli.topic;

import io.tidegauge.cli.output.JsonLines;
import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveCodec;
import io.tidegauge.contract.live.LiveSeries;
import io.tidegauge.contract.rollup.Rollup;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A line a changed series; one for a batch that has none but says how far all is. */
final class LivePrinter implements RecordPrinter {

  @Override
  public void print(ConsumerRecord<byte[], byte[]> record, RecordFilter filter, JsonLines out) {
    LiveBatch batch = LiveCodec.decode(record.value());
    if (!filter.takesTenant(batch.tenant())) {
      return;
    }
    if (batch.series().isEmpty() && filter.takesWhatHasNoSeries()) {
      out.line(line -> envelope("progress", record, batch, line));
    }
    for (LiveSeries series : batch.series()) {
      if (filter.takesSeries(series.series()) && filter.takesLabels(series.labels())) {
        out.line(
            line -> {
              envelope("live", record, batch, line);
              write(series, line);
            });
      }
    }
  }

  private static void envelope(
      String type, ConsumerRecord<byte[], byte[]> record, LiveBatch batch, JsonLines line) {
    RecordPrinter.envelope(type, record, line);
    line.text("tenant", batch.tenant());
    line.number("epoch", batch.epoch());
    line.number("upToOffset", batch.offset());
    if (batch.watermark() != LiveBatch.UNKNOWN) {
      line.time("watermark", batch.watermark());
    }
    if (batch.stored() != LiveBatch.UNKNOWN) {
      line.time("stored", batch.stored());
    }
  }

  private static void write(LiveSeries series, JsonLines line) {
    line.text("series", series.series().toString());
    line.text("metric", series.labels().metric());
    line.labels("labels", series.labels());
    line.text("kind", series.kind().name().toLowerCase(Locale.ROOT));
    line.number("seriesOffset", series.offset());
    line.time("timestamp", series.lastTimestamp());
    line.number("value", series.lastValue());
    line.flag("ended", series.ended());
    line.array("windows", series.windows(), LivePrinter::window);
  }

  private static void window(Rollup rollup, JsonLines object) {
    RollupJson.write(rollup, object);
  }
}
