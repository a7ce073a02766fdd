package io.tidegauge.loadtest.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.samples.SamplesRecordReader;
import io.tidegauge.contract.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SampleRecordsTest {

  private static final int SERIES = 1000;
  private static final int PARTITIONS = 3;
  private static final long TIME = 1_780_315_200_000L;

  /** Of one step. */
  private static final class Written implements SampleRecords.Sink {
    private final SamplesRecordReader reader = new SamplesRecordReader();
    private final Map<Long, Double> inRecords = new HashMap<>();
    private final Map<Long, Double> single = new HashMap<>();
    private final List<Integer> sizes = new ArrayList<>();
    private int counters;

    @Override
    public void record(int partition, byte[] value, int samples) {
      sizes.add(samples);
      int read = 0;
      reader.reset(value, 0, value.length, SampleRecords.TENANT);
      while (reader.nextSeries()) {
        assertThat(Topics.partition(reader.seriesIdLow(), PARTITIONS)).isEqualTo(partition);
        counters += reader.metadataType() == 1 ? 1 : 0;
        while (reader.nextSample()) {
          assertThat(reader.timestamp()).isEqualTo(TIME);
          assertThat(inRecords.put(reader.seriesIdLow(), reader.value())).isNull();
          read++;
        }
      }
      assertThat(read).isEqualTo(samples);
    }

    @Override
    public void sample(int partition, long series, long timestamp, double value) {
      assertThat(Topics.partition(series, PARTITIONS)).isEqualTo(partition);
      assertThat(timestamp).isEqualTo(TIME);
      assertThat(single.put(series, value)).isNull();
    }
  }

  private static Written step(SampleRecords records) {
    Written written = new Written();
    for (int record = 0; record < records.count(); record++) {
      records.write(record, TIME, true, written);
    }
    return written;
  }

  @Test
  void everySeriesIsInOneRecordOfItsPartitionAndOnceByItself() {
    SampleRecords records = new SampleRecords(Specs.of(SERIES, 1), PARTITIONS);

    Written written = step(records);

    assertThat(written.inRecords).hasSize(SERIES).isEqualTo(written.single);
    assertThat(written.sizes)
        .hasSize(records.count())
        .allSatisfy(n -> assertThat(n).isLessThan(91));
    assertThat(written.counters).isBetween(SERIES / 10, SERIES / 10 * 9);
  }

  @Test
  void valuesMoveOnAndFollowFromTheSeed() {
    SampleRecords records = new SampleRecords(Specs.of(SERIES, 1), PARTITIONS);
    Map<Long, Double> first = step(records).inRecords;
    Map<Long, Double> second = step(records).inRecords;

    assertThat(second).isNotEqualTo(first);
    SampleRecords again = new SampleRecords(Specs.of(SERIES, 1), PARTITIONS);
    assertThat(step(again).inRecords).isEqualTo(first);
    assertThat(step(again).inRecords).isEqualTo(second);
  }
}
