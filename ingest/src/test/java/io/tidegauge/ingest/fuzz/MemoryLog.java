package io.tidegauge.ingest.fuzz;

import io.tidegauge.contract.reject.RejectRecord;
import io.tidegauge.contract.samples.SamplesRecordReader;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.ingest.publish.OutgoingRecord;
import io.tidegauge.ingest.publish.SamplesPublisher;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A log in memory: each record is read as its readers would, and is durable at once. */
final class MemoryLog implements SamplesPublisher {

  private final List<byte[]> records = Collections.synchronizedList(new ArrayList<>());

  @Override
  public void publish(OutgoingRecord record) {
    byte[] value = record.value();
    if (record.topic().equals(Topics.SAMPLES)) {
      records.add(value);
    } else {
      RejectRecord.decode(value);
    }
    record.settle(null);
  }

  @Override
  public boolean available() {
    return true;
  }

  @Override
  public boolean mayTry() {
    return true;
  }

  /** The records since the last time. */
  List<byte[]> take() {
    synchronized (records) {
      List<byte[]> taken = List.copyOf(records);
      records.clear();
      return taken;
    }
  }

  /** The samples of records, each as a line with its series, time and exact value; sorted. */
  static List<String> samples(List<byte[]> records) {
    List<String> samples = new ArrayList<>();
    SamplesRecordReader reader = new SamplesRecordReader();
    for (byte[] record : records) {
      reader.reset(record, 0, record.length, Targets.TENANT);
      while (reader.nextSeries()) {
        String series =
            Long.toHexString(reader.seriesIdHigh()) + Long.toHexString(reader.seriesIdLow());
        while (reader.nextSample()) {
          samples.add(
              series
                  + "@"
                  + reader.timestamp()
                  + "="
                  + Long.toHexString(Double.doubleToRawLongBits(reader.value())));
        }
      }
    }
    Collections.sort(samples);
    return samples;
  }
}
