package io.tidegauge.cli.topic;

import io.tidegauge.cli.output.JsonLines;
import io.tidegauge.contract.revision.RevisionRecord;
import io.tidegauge.contract.rollup.RollupVersion;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A line a closed window that is asked for, or computed again. */
final class RevisionsPrinter implements RecordPrinter {

  @Override
  public void print(ConsumerRecord<byte[], byte[]> record, RecordFilter filter, JsonLines out) {
    RevisionRecord revision = RevisionRecord.decode(record.value());
    if (filter.takesTenant(revision.tenant())
        && filter.takesSeries(revision.series())
        && filter.takesLabels(revision.labels())) {
      out.line(line -> write(record, revision, line));
    }
  }

  private static void write(
      ConsumerRecord<byte[], byte[]> record, RevisionRecord revision, JsonLines line) {
    boolean request = revision instanceof RevisionRecord.Request;
    RecordPrinter.envelope(request ? "request" : "result", record, line);
    line.text("tenant", revision.tenant());
    line.text("series", revision.series().toString());
    line.text("metric", revision.labels().metric());
    line.labels("labels", revision.labels());
    line.text("kind", revision.kind().name().toLowerCase(Locale.ROOT));
    switch (revision) {
      case RevisionRecord.Request asked -> {
        line.text("window", asked.window().label());
        line.time("start", asked.start());
        line.time("watermark", asked.watermark());
        RollupJson.version(new RollupVersion(asked.epoch(), asked.offset(), 0), line);
      }
      case RevisionRecord.Result result -> {
        line.time("watermark", result.watermark());
        RollupJson.write(result.rollup(), line);
      }
    }
  }
}
