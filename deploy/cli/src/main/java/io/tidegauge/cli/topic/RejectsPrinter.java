package io.tidegauge.cli.topic;

import io.tidegauge.cli.output.JsonLines;
import io.tidegauge.cli.reject.RejectJson;
import io.tidegauge.contract.reject.RejectRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A line a refusal. Its series is a text, as far as it could be read. */
final class RejectsPrinter implements RecordPrinter {

  @Override
  public void print(ConsumerRecord<byte[], byte[]> record, RecordFilter filter, JsonLines out) {
    RejectRecord reject = RejectRecord.decode(record.value());
    if (filter.takesTenant(reject.tenant()) && takes(filter, reject.series())) {
      out.line(
          line -> {
            RecordPrinter.envelope("reject", record, line);
            RejectJson.write(reject, line);
          });
    }
  }

  private static boolean takes(RecordFilter filter, String series) {
    int brace = series.indexOf('{');
    if (!filter.takesMetric(brace < 0 ? series : series.substring(0, brace))) {
      return false;
    }
    return filter.labels().entrySet().stream()
        .allMatch(
            label -> {
              String pair = label.getKey() + "=\"" + escaped(label.getValue()) + '"';
              return series.contains("{" + pair) || series.contains(", " + pair);
            });
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
