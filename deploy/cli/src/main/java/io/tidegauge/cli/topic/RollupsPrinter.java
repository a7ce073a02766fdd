package io.tidegauge.cli.topic;

import io.tidegauge.cli.output.JsonLines;
import io.tidegauge.contract.rollup.RollupRecord;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A line a rollup, or a mark. */
final class RollupsPrinter implements RecordPrinter {

  @Override
  public void print(ConsumerRecord<byte[], byte[]> record, RecordFilter filter, JsonLines out) {
    switch (RollupRecord.read(record.value())) {
      case RollupRecord.OfSeries rollup -> {
        if (filter.takesTenant(rollup.tenant())
            && filter.takesMetric(rollup.metric())
            && filter.takesSeries(rollup.series())) {
          out.line(line -> write(record, rollup, line));
        }
      }
      case RollupRecord.Mark mark -> {
        if (filter.takesTenant(mark.tenant()) && filter.takesWhatHasNoSeries()) {
          out.line(line -> write(record, mark, line));
        }
      }
    }
  }

  @Override
  public boolean hasLabels() {
    return false;
  }

  private static void write(
      ConsumerRecord<byte[], byte[]> record, RollupRecord.OfSeries rollup, JsonLines line) {
    RecordPrinter.envelope("rollup", record, line);
    line.text("tenant", rollup.tenant());
    line.text("series", rollup.series().toString());
    line.text("metric", rollup.metric());
    line.text("kind", rollup.kind().name().toLowerCase(Locale.ROOT));
    RollupJson.write(rollup.rollup(), line);
  }

  private static void write(
      ConsumerRecord<byte[], byte[]> record, RollupRecord.Mark mark, JsonLines line) {
    RecordPrinter.envelope("mark", record, line);
    line.text("tenant", mark.tenant());
    line.time("watermark", mark.watermark());
    RollupJson.version(mark.version(), line);
  }
}
