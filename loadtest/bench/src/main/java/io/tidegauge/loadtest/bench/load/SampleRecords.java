package io.tidegauge.loadtest.bench.load;

import io.tidegauge.contract.samples.SamplesRecordWriter;
import io.tidegauge.contract.samples.Symbol;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesHasher;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.loadtest.body.Mix;
import io.tidegauge.loadtest.body.PatchedSamples;
import io.tidegauge.loadtest.body.SeriesLabels;
import io.tidegauge.loadtest.body.SeriesSpec;
import io.tidegauge.loadtest.body.ValueKind;
import io.tidegauge.loadtest.body.ValueMix;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The records of the samples topic as the gateway writes them: each has one sample of each of some
 * series of one partition. Every series is in one of them. Not thread-safe.
 */
public final class SampleRecords {

  /** Of all series. */
  public static final String TENANT = "default";

  /** With as many bytes as all others. */
  private static final long ANY_TIME = 1_772_323_200_000L;

  /** Looks like no other bytes of a record: a value until the first step. */
  private static final long MARK = 0x7a5c_3b1d_0000_0000L;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final List<Group> groups = new ArrayList<>();

  /** Takes what is written. */
  public interface Sink {

    /** A record of {@code samples} samples for a partition; the array is the sink's. */
    void record(int partition, byte[] value, int samples);

    /**
     * The same samples, one by one.
     *
     * @param series the low half of its id, which tells the partition
     * @param timestamp ms since the epoch
     */
    void sample(int partition, long series, long timestamp, double value);
  }

  /** The series of one record. */
  private record Group(int partition, long[] ids, PatchedSamples samples) {}

  /** A series that has no group yet. */
  private record Placed(int number, long id) {}

  /**
   * Of a load.
   *
   * @param spec a record's samples are what a body's are there
   */
  public SampleRecords(LoadSpec spec, int partitions) {
    SeriesLabels labels = new SeriesLabels(spec.seriesSpec());
    Encoder encoder = new Encoder(labels, spec.seed());
    SplittableRandom sizes = new SplittableRandom(spec.seed());
    List<List<Placed>> open = new ArrayList<>();
    int[] wanted = new int[partitions];
    for (int p = 0; p < partitions; p++) {
      open.add(new ArrayList<>());
      wanted[p] = sizes.nextInt(spec.fewest(), spec.most() + 1);
    }
    for (int i = 0; i < spec.series(); i++) {
      long id = id(labels.of(i)).low();
      int partition = Topics.partition(id, partitions);
      List<Placed> placed = open.get(partition);
      placed.add(new Placed(i, id));
      if (placed.size() == wanted[partition]) {
        groups.add(encoder.group(partition, placed));
        placed.clear();
        wanted[partition] = sizes.nextInt(spec.fewest(), spec.most() + 1);
      }
    }
    for (int p = 0; p < partitions; p++) {
      if (!open.get(p).isEmpty()) {
        groups.add(encoder.group(p, open.get(p)));
      }
    }
  }

  /** Of usual series with a sample each 15 s, all in one partition. */
  public static SampleRecords of(int series, int perRecord) {
    return new SampleRecords(
        new LoadSpec(
            series,
            6,
            SeriesSpec.USUAL_CARDINALITY,
            perRecord,
            perRecord,
            1,
            Duration.ofSeconds(15),
            1,
            ValueMix.MIXED),
        1);
  }

  /** How many records have one sample of each series. */
  public int count() {
    return groups.size();
  }

  /**
   * Moves the series of a record on to their next values, and gives the record.
   *
   * @param record from 0 to {@link #count()}, exclusive
   * @param timestamp of all its samples, ms since the epoch
   * @return not a copy: it changes with the next call for this record
   */
  public byte[] next(int record, long timestamp) {
    PatchedSamples samples = groups.get(record).samples();
    samples.patch(timestamp);
    return samples.bytes();
  }

  /** How many samples a record has. */
  public int samples(int record) {
    return groups.get(record).samples().size();
  }

  /**
   * Moves the series of a record on to their next values, and writes the record.
   *
   * @param record from 0 to {@link #count()}, exclusive
   * @param timestamp of all its samples, ms since the epoch
   * @param singly whether the samples are wanted one by one too
   */
  public void write(int record, long timestamp, boolean singly, Sink sink) {
    byte[] value = next(record, timestamp).clone();
    Group group = groups.get(record);
    sink.record(group.partition(), value, group.ids().length);
    if (singly) {
      for (int i = 0; i < group.ids().length; i++) {
        sink.sample(group.partition(), group.ids()[i], timestamp, group.samples().value(i));
      }
    }
  }

  /** Makes records, each once. */
  private static final class Encoder {
    private final SeriesLabels labels;
    private final long seed;
    private final SamplesRecordWriter writer = new SamplesRecordWriter();
    private final SeriesHasher hasher = new SeriesHasher();
    private final Map<String, Symbol> symbols = new HashMap<>();

    Encoder(SeriesLabels labels, long seed) {
      this.labels = labels;
      this.seed = seed;
    }

    Group group(int partition, List<Placed> placed) {
      writer.reset();
      long[] ids = new long[placed.size()];
      ValueKind[] kinds = new ValueKind[placed.size()];
      for (int i = 0; i < placed.size(); i++) {
        int number = placed.get(i).number();
        ids[i] = placed.get(i).id();
        kinds[i] = labels.kind(number);
        writer.beginSeries();
        for (SeriesLabels.Label label : labels.of(number)) {
          writer.label(symbol(label.name()), symbol(label.value()));
        }
        if (kinds[i] == ValueKind.COUNTER) {
          writer.metadata(MetricKind.COUNTER.metadataType(), 0, 0);
        }
        writer.sample(ANY_TIME, Double.longBitsToDouble(MARK + i));
        writer.endSeries();
      }
      byte[] bytes = writer.toByteArray();
      long random = Mix.of(seed, 3, placed.getFirst().number());
      return new Group(
          partition, ids, new PatchedSamples(bytes, marks(bytes, ids.length), kinds, random));
    }

    private static int[] marks(byte[] bytes, int count) {
      int[] at = new int[count];
      int from = 0;
      for (int i = 0; i < count; i++) {
        while ((long) LONG.get(bytes, from) != MARK + i) {
          from++;
        }
        at[i] = from;
        from += Long.BYTES;
      }
      return at;
    }

    private Symbol symbol(String text) {
      return symbols.computeIfAbsent(
          text,
          key -> {
            byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
            hasher.hash(bytes, 0, bytes.length);
            return new Symbol(bytes, 0, bytes.length, hasher.low());
          });
    }
  }

  private static SeriesId id(List<SeriesLabels.Label> labels) {
    Map<String, String> texts = LinkedHashMap.newLinkedHashMap(labels.size());
    labels.forEach(label -> texts.put(label.name(), label.value()));
    return SeriesHasher.of(TENANT, Labels.of(texts));
  }
}
