package io.tidegauge.processor.window;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveCodec;
import io.tidegauge.contract.live.LiveRecord;
import java.util.List;

/** Records of the live topic as its readers have them. */
final class LiveRecords {

  private LiveRecords() {}

  static List<LiveBatch> read(List<LiveRecord> records) {
    return records.stream().map(record -> LiveCodec.decode(record.value())).toList();
  }
}
