package io.tidegauge.ingest.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.samples.SamplesRecordWriter;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.SeriesHasher;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** Known series: never another's, bounded, and those that are asked for stay. */
class SeriesCacheTest {

  private static final long MEGABYTE = 1 << 20;

  private static final int METRICS = 32;

  private final SeriesCache cache = new SeriesCache(MEGABYTE);
  private String padding = "x".repeat(200);

  @Test
  void knowsWhatWasAdded() {
    add(cache, "t", 7, hash(7));

    KnownSeries known = find(cache, "t", 7, hash(7));

    assertThat(known).isNotNull();
    assertThat(Objects.requireNonNull(known).idLow()).isEqualTo(id("t", 7));
    assertThat(known.metric()).isEqualTo("m7");
    assertThat(record(known)).isEqualTo(record(head("t", 7)));
    assertThat(find(cache, "t", 8, hash(8))).isNull();
    assertThat(cache.size()).isEqualTo(1);
  }

  @Test
  void tenantsAndProtocolsHaveTheirOwn() {
    add(cache, "t", 7, 1);

    assertThat(find(cache, "u", 7, 1)).isNull();
    byte[] raw = raw(7);
    assertThat(cache.find("t", Protocol.INFLUX, raw, 0, raw.length, 1)).isNull();

    add(cache, "u", 7, 1);
    assertThat(Objects.requireNonNull(find(cache, "u", 7, 1)).idLow()).isEqualTo(id("u", 7));
    assertThat(Objects.requireNonNull(find(cache, "t", 7, 1)).idLow()).isEqualTo(id("t", 7));
  }

  @Test
  void seriesOfTheSameHashAreToldApartByTheirBytesAndAreFew() {
    for (int i = 0; i < 500; i++) {
      add(cache, "t", i, 42);
    }

    assertThat(cache.size()).isEqualTo(SeriesCache.LONGEST_CHAIN);
    for (int i = 0; i < SeriesCache.LONGEST_CHAIN; i++) {
      assertThat(Objects.requireNonNull(find(cache, "t", i, 42)).idLow()).isEqualTo(id("t", i));
    }
    assertThat(find(cache, "t", 499, 42)).isNull();
  }

  @Test
  void isAddedOnce() {
    add(cache, "t", 7, 1);
    long bytes = cache.bytes();
    add(cache, "t", 7, 1);

    assertThat(cache.size()).isEqualTo(1);
    assertThat(cache.bytes()).isEqualTo(bytes);
  }

  @Test
  void takesNoMoreBytesThanItMay() {
    SeriesCache small = new SeriesCache(64 * 1024);
    for (int i = 0; i < 5000; i++) {
      add(small, "t", i, hash(i));
      assertThat(small.bytes()).isLessThanOrEqualTo(small.maxBytes());
    }

    assertThat(small.size()).isBetween(50, 255);
    assertThat(small.evicted()).isEqualTo(5000 - small.size());
    assertThat(find(small, "t", 4999, hash(4999))).isNotNull();
  }

  @Test
  void keepsNoMoreSeriesThanItHasPlacesFor() {
    padding = "";
    SeriesCache small = new SeriesCache(256 * SeriesCache.LEAST_BYTES);
    for (int i = 0; i < METRICS * METRICS; i++) {
      add(small, "t", i, hash(i));
      assertThat(small.size()).isEqualTo(Math.min(i + 1, 256));
    }

    assertThat(small.bytes()).isLessThan(small.maxBytes());
  }

  @Test
  void whatIsAskedForStays() {
    SeriesCache small = new SeriesCache(64 * 1024);
    for (int i = 0; i < 5000; i++) {
      add(small, "t", i, hash(i));
      KnownSeries wanted = find(small, "t", 0, hash(0));
      assertThat(wanted).isNotNull();
      Objects.requireNonNull(wanted).use();
    }
  }

  @Test
  void whatWasForgottenLeavesNothingBehind() {
    SeriesCache one = new SeriesCache(1024);
    add(one, "t", 1, 1);
    long bytes = one.bytes();
    for (int i = 1000; i < 3000; i++) {
      add(one, "t", i, i % 3);
    }
    for (int i = 1; i < 10; i++) {
      add(one, "t", i, i);
    }

    assertThat(one.size()).isEqualTo(1);
    assertThat(one.bytes()).isEqualTo(bytes);
  }

  @Test
  void ofNoSizeItKeepsNothing() {
    SeriesCache none = new SeriesCache(0);
    add(none, "t", 1, 1);

    assertThat(none.enabled()).isFalse();
    assertThat(none.size()).isZero();
    assertThat(find(none, "t", 1, 1)).isNull();
  }

  @Test
  void threadsThatAddFindAndEvictNeverGetAnothersSeries() throws Exception {
    SeriesCache small = new SeriesCache(32 * 1024);
    long[] ids = IntStream.range(0, 300).mapToLong(i -> id("t", i)).toArray();
    List<Callable<Integer>> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      int seed = t;
      threads.add(
          () -> {
            Random random = new Random(seed);
            int found = 0;
            for (int i = 0; i < 20_000; i++) {
              int series = random.nextInt(300);
              KnownSeries known = find(small, "t", series, series % 16);
              if (known == null) {
                add(small, "t", series, series % 16);
              } else {
                known.use();
                found++;
                assertThat(known.idLow()).isEqualTo(ids[series]);
              }
            }
            return found;
          });
    }
    try (ExecutorService executor = Executors.newFixedThreadPool(threads.size())) {
      int found = 0;
      for (Future<Integer> each : executor.invokeAll(threads)) {
        found += each.get();
      }
      assertThat(found).isPositive();
    }
    assertThat(small.bytes()).isLessThanOrEqualTo(small.maxBytes());
    assertThat(small.evicted()).isPositive();
  }

  @Test
  void aKindIsAskedForAgainWhenAnotherWasLearnt() {
    KindRegistry kinds = new KindRegistry(10, 10);
    add(cache, "t", 7, 1);
    KnownSeries known = Objects.requireNonNull(find(cache, "t", 7, 1));

    assertThat(known.kind(kinds)).isEqualTo(kinds.resolve("t", "m7"));
    kinds.learn("t", "m7", FamilyType.COUNTER);
    assertThat(known.kind(kinds)).isEqualTo(kinds.resolve("t", "m7"));
    kinds.learn("t", "m7", FamilyType.COUNTER);
    kinds.learn("t", "m7", FamilyType.GAUGE);
    assertThat(known.kind(kinds)).isEqualTo(kinds.resolve("t", "m7"));
  }

  private void add(SeriesCache cache, String tenant, int series, long hash) {
    byte[] raw = raw(series);
    cache.add(tenant, Protocol.REMOTE_WRITE_1, raw, 0, raw.length, hash, head(tenant, series));
  }

  /** From the middle of a longer array. */
  private @Nullable KnownSeries find(SeriesCache cache, String tenant, int series, long hash) {
    byte[] raw = raw(series);
    byte[] body = new byte[raw.length + 20];
    System.arraycopy(raw, 0, body, 13, raw.length);
    return cache.find(tenant, Protocol.REMOTE_WRITE_1, body, 13, raw.length, hash);
  }

  private byte[] raw(int series) {
    return ("raw " + series + padding).getBytes(StandardCharsets.UTF_8);
  }

  private static SeriesHead head(String tenant, int series) {
    RequestSymbols symbols = new RequestSymbols();
    SeriesHead head = new SeriesHead(symbols, limits(), tenant.getBytes(StandardCharsets.UTF_8));
    head.begin();
    head.label(symbols.intern("job"), symbols.intern("j" + series / METRICS));
    head.label(symbols.name(), symbols.intern("m" + series % METRICS));
    assertThat(head.complete()).isTrue();
    return head;
  }

  private static long id(String tenant, int series) {
    return SeriesHasher.of(tenant, Labels.of("m" + series % METRICS, "job", "j" + series / METRICS))
        .low();
  }

  private static long hash(int series) {
    return 0x9E3779B97F4A7C15L * series;
  }

  private static byte[] record(KnownSeries series) {
    SamplesRecordWriter writer = new SamplesRecordWriter();
    writer.beginSeries();
    series.write(writer);
    writer.endSeries();
    return writer.toByteArray();
  }

  private static byte[] record(SeriesHead head) {
    SamplesRecordWriter writer = new SamplesRecordWriter();
    writer.beginSeries();
    head.write(writer);
    writer.endSeries();
    return writer.toByteArray();
  }

  private static AdmissionProperties limits() {
    return new AdmissionProperties(
        64,
        512,
        2048,
        Duration.ofMinutes(10),
        100,
        100,
        DataSize.ofKilobytes(2),
        100,
        DataSize.ofMegabytes(1));
  }
}
