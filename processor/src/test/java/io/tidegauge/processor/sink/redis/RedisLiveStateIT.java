package io.tidegauge.processor.sink.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveSeries;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.window.Window;
import io.tidegauge.engines.Engine;
import io.tidegauge.engines.Engines;
import io.tidegauge.engines.EnginesSpec;
import io.tidegauge.engines.embedded.EmbeddedEngines;
import io.tidegauge.engines.testing.Isolated;
import io.tidegauge.engines.testing.SharedEngines;
import io.tidegauge.processor.live.LiveStateWriter.FullState;
import io.tidegauge.processor.sink.testing.Await;
import io.tidegauge.processor.sink.testing.Rollups;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RedisLiveStateIT {

  private static final long START = 1_763_683_200_000L; // 2025-11-21T00:00:00Z
  private static final Labels LOAD = Labels.of("load", "instance", "web-1:9100");
  private static final String ID = Rollups.series(LOAD).toString();

  private final String tenant = Isolated.name("tenant");
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void keepsEachTierUnderItsKeyForItsTime() throws Exception {
    String uri = SharedEngines.get(Engine.REDIS).redisUri();
    try (RedisLiveState state = started(uri, () -> {});
        Reader reader = new Reader(uri)) {
      // given a sample every 40 seconds, an open window of each length, and a closed one
      state.write(
          0,
          batch(
              1,
              series(
                  7,
                  1.5,
                  Rollups.of(Window.M5, START, version(7), Rollup.State.FINAL, 9),
                  openWindow(Window.M5, START + 300_000),
                  openWindow(Window.M15, START),
                  openWindow(Window.H1, START),
                  openWindow(Window.H24, START))));

      // then
      String key = "tidegauge:" + tenant + ":live:server:web-1:";
      Await.until("it is written", () -> reader.fields(key + "session").size() == 1);
      LiveSeries sample = reader.series(key + "sample", ID);
      assertThat(sample.lastValue()).isEqualTo(1.5);
      assertThat(sample.labels()).isEqualTo(LOAD);
      assertThat(reader.series(key + "summary", ID).windows())
          .containsExactly(openWindow(Window.M5, START + 300_000));
      assertThat(reader.series(key + "trend", ID + ":15m").windows())
          .containsExactly(openWindow(Window.M15, START));
      assertThat(reader.series(key + "trend", ID + ":1h").windows())
          .containsExactly(openWindow(Window.H1, START));
      assertThat(reader.series(key + "session", ID + ":24h").windows())
          .containsExactly(openWindow(Window.H24, START));
      assertThat(reader.life(key + "sample")).isBetween(100_000L, 120_000L);
      assertThat(reader.life(key + "summary")).isBetween(100_000L, 120_000L);
      assertThat(reader.life(key + "trend")).isBetween(280_000L, 300_000L);
      assertThat(reader.life(key + "session")).isBetween(580_000L, 600_000L);
    }
  }

  @Test
  void whatDoesNotChangeLivesOnWithItsSeries() throws Exception {
    String uri = SharedEngines.get(Engine.REDIS).redisUri();
    String key = "tidegauge:" + tenant + ":live:server:web-1:";
    try (RedisLiveState state = started(uri, () -> {});
        Reader reader = new Reader(uri)) {
      state.write(0, batch(1, series(7, 1.5, openWindow(Window.H24, START))));
      Await.until("it is written", () -> reader.fields(key + "session").size() == 1);
      reader.expire(key + "session", 10_000);

      // when only samples come for long
      state.write(0, batch(1, series(8, 2.5, openWindow(Window.M5, START))));

      Await.until("it lives on", () -> reader.life(key + "session") > 500_000);
      assertThat(reader.series(key + "session", ID + ":24h").windows())
          .containsExactly(openWindow(Window.H24, START));
      assertThat(reader.fields(key + "trend")).as("nothing is made of nothing").isEmpty();
      assertThat(older()).isZero();
    }
  }

  @Test
  void dropsWhatIsOlderThanWhatRedisHas() throws Exception {
    String uri = SharedEngines.get(Engine.REDIS).redisUri();
    String key = "tidegauge:" + tenant + ":live:server:web-1:sample";
    long far = 1L << 40;
    try (RedisLiveState state = started(uri, () -> {});
        RedisLiveState zombie = started(uri, () -> {});
        Reader reader = new Reader(uri)) {
      // given
      state.write(0, batch(1, series(far + 5, 1)));
      Await.until("it is written", () -> reader.value(key, ID) == 1);

      // when another process writes what it held back, and the owner goes on
      zombie.write(0, batch(1, series(far + 4, 2)));
      zombie.write(0, batch(1, series(5, 3)));
      Await.until("both were dropped", () -> older() == 2);

      // then
      assertThat(reader.value(key, ID)).isEqualTo(1);
      state.write(0, batch(1, series(far + 6, 4)));
      Await.until("the newer one is written", () -> reader.value(key, ID) == 4);
      // and a higher epoch wins over any offset
      state.write(0, batch(2, series(0, 5)));
      Await.until("the new epoch is written", () -> reader.value(key, ID) == 5);
      zombie.write(0, batch(1, series(2 * far, 6)));
      Await.until("the old epoch was dropped", () -> older() == 3);
      assertThat(reader.value(key, ID)).isEqualTo(5);
    }
  }

  @Test
  void takesAwayWhatIsNotOpenAnyMore() throws Exception {
    String uri = SharedEngines.get(Engine.REDIS).redisUri();
    String key = "tidegauge:" + tenant + ":live:server:web-1:";
    try (RedisLiveState state = started(uri, () -> {});
        Reader reader = new Reader(uri)) {
      Rollup fifteen = openWindow(Window.M15, START);
      Rollup hour = openWindow(Window.H1, START);
      state.write(0, batch(1, series(7, 1, openWindow(Window.M5, START), fifteen, hour)));
      Await.until("it is written", () -> reader.fields(key + "trend").size() == 2);

      state.write(0, batch(1, series(8, 1, fifteen)));

      Await.until("5m is gone", () -> reader.fields(key + "summary").isEmpty());
      assertThat(reader.fields(key + "trend")).as("larger ones are told whole").hasSize(1);
      assertThat(reader.series(key + "trend", ID + ":15m").windows()).containsExactly(fifteen);
    }
  }

  @Test
  void takesAwayASeriesThatHasEnded() throws Exception {
    String uri = SharedEngines.get(Engine.REDIS).redisUri();
    String key = "tidegauge:" + tenant + ":live:server:web-1:";
    try (RedisLiveState state = started(uri, () -> {});
        Reader reader = new Reader(uri)) {
      LiveSeries live = series(7, 1, openWindow(Window.M5, START), openWindow(Window.H1, START));
      state.write(0, batch(1, live));
      Await.until("it is written", () -> reader.fields(key + "trend").size() == 1);

      state.write(
          0,
          batch(
              1,
              new LiveSeries(live.series(), LOAD, MetricKind.GAUGE, 8, START, 1, true, List.of())));

      Await.until("the last tier is gone", () -> reader.fields(key + "trend").isEmpty());
      assertThat(reader.fields(key + "sample")).isEmpty();
      assertThat(reader.fields(key + "summary")).isEmpty();
    }
  }

  @Test
  void writesEverythingAgainWhenRedisIsBack() throws Exception {
    EnginesSpec spec = EnginesSpec.ephemeral(Engine.REDIS);
    Engines redis = EmbeddedEngines.start(spec);
    String uri = redis.redisUri();
    String key = "tidegauge:" + tenant + ":live:server:web-1:sample";
    AtomicInteger requests = new AtomicInteger();
    RedisLiveState[] holder = new RedisLiveState[1];
    FullState all =
        () -> {
          requests.incrementAndGet();
          holder[0].write(0, batch(1, series(9, 3)));
        };
    try (RedisLiveState state =
        new RedisLiveState(uri, Duration.ofSeconds(2), () -> all, registry)) {
      holder[0] = state;
      state.idle();
      try (Reader reader = new Reader(uri)) {
        Await.until("it is written", () -> reader.value(key, ID) == 3);
      }
      assertThat(requests).hasValue(1);

      // when Redis goes, what is written meanwhile is dropped and nobody waits
      redis.close();
      Await.until(
          "it is noticed",
          () -> {
            state.write(0, batch(1, series(10, 4)));
            return state.failure() != null;
          });

      // then another, empty Redis gets everything
      redis = EmbeddedEngines.start(spec.withPort(Engine.REDIS, URI.create(uri).getPort()));
      try (Reader reader = new Reader(uri)) {
        Await.until(
            "it is written again",
            () -> {
              state.idle();
              return reader.value(key, ID) == 3;
            });
      }
      assertThat(requests).hasValue(2);
      assertThat(state.failure()).isNull();
    } finally {
      redis.close();
    }
  }

  private RedisLiveState started(String uri, FullState all) {
    RedisLiveState state = new RedisLiveState(uri, Duration.ofSeconds(5), () -> all, registry);
    state.idle();
    assertThat(state.failure()).isNull();
    return state;
  }

  private double older() {
    return registry.counter("tidegauge.redis.live.older").count();
  }

  private LiveBatch batch(int epoch, LiveSeries series) {
    return new LiveBatch(tenant, epoch, series.offset(), START, LiveBatch.UNKNOWN, List.of(series));
  }

  private static LiveSeries series(long offset, double value, Rollup... windows) {
    return new LiveSeries(
        Rollups.series(LOAD),
        LOAD,
        MetricKind.GAUGE,
        offset,
        START,
        value,
        false,
        List.of(windows));
  }

  private static RollupVersion version(long offset) {
    return new RollupVersion(1, offset, 0);
  }

  /** Two samples, 40 seconds apart. */
  private static Rollup openWindow(Window window, long start) {
    Rollup rollup = Rollups.of(window, start, version(7), Rollup.State.BASE, 1);
    rollup.aggregate().add(start + 40_000, 2, false);
    return rollup;
  }

  private static final class Reader implements AutoCloseable {

    private final RedisClient client;
    private final StatefulRedisConnection<String, byte[]> connection;

    Reader(String uri) {
      client = RedisClient.create(uri);
      connection = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
    }

    Map<String, byte[]> fields(String key) {
      return connection.sync().hgetall(key);
    }

    LiveSeries series(String key, String field) {
      return LiveStateEntry.read(Objects.requireNonNull(fields(key).get(field)))
          .series()
          .getFirst();
    }

    /** The value of a sample; NaN where there is none. */
    double value(String key, String field) {
      byte @Nullable [] value = fields(key).get(field);
      return value == null
          ? Double.NaN
          : LiveStateEntry.read(value).series().getFirst().lastValue();
    }

    void expire(String key, long millis) {
      connection.sync().pexpire(key, millis);
    }

    long life(String key) {
      return connection.sync().pttl(key);
    }

    @Override
    public void close() {
      connection.close();
      client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }
  }
}
