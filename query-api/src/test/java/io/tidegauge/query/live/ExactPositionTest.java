package io.tidegauge.query.live;

import static io.tidegauge.query.support.Samples.gauge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.query.support.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * While records are applied as fast as it goes, each frame has what changed between its position
 * and the one before: nothing less, and nothing that comes again.
 */
class ExactPositionTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String TENANT = "t";
  private static final long T = 1_800_000_000_000L;
  private static final int PARTITIONS = 2;
  private static final int SERIES = 7;
  private static final int RECORDS = 60_000;
  private static final int READERS = 4;

  private final LiveState state =
      new LiveState("tag", PARTITIONS, Limits.live(100, 8, 2), Duration.ofMinutes(5), (t, s) -> {});
  private final Scheduler scheduler = Schedulers.newBoundedElastic(2, 1000, "test");
  private final List<Disposable> open = new ArrayList<>();

  @AfterEach
  void dispose() {
    open.forEach(Disposable::dispose);
    scheduler.dispose();
  }

  private Queue<Frame> read() {
    Queue<Frame> frames = new ConcurrentLinkedQueue<>();
    LiveFilter filter = new LiveFilter(Set.of("load"), List.of(), Set.of(), Set.of());
    open.add(
        Flux.<Frame>create(
                sink -> {
                  Subscription subscription =
                      new Subscription(
                          new View(state, state.tenantForSubscriber(TENANT), filter),
                          new Subscription.Request(filter, false, null, 100_000),
                          sink,
                          () -> true,
                          scheduler.createWorker(),
                          Limits.live(100, 8, 2));
                  subscription.start(() -> {});
                })
            .subscribe(frames::add));
    return frames;
  }

  /** Series n of a partition changes with each record whose offset is n modulo their number. */
  private void write() {
    for (int i = 0; i < RECORDS; i++) {
      int partition = i % PARTITIONS;
      long offset = i / PARTITIONS;
      Labels labels = Labels.of("load", "host", partition + "-" + offset % SERIES);
      state.apply(
          partition,
          offset,
          new LiveBatch(
              TENANT, 1, offset, T, T, List.of(gauge(TENANT, labels, offset, T, offset))));
    }
  }

  @Test
  void aFrameIsWhatItsPositionSays() {
    List<Queue<Frame>> readers = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      readers.add(read());
    }

    write();

    String end = state.position().toString();
    for (Queue<Frame> frames : readers) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> frames.stream().anyMatch(frame -> frame.position().equals(end)));
      check(List.copyOf(frames));
    }
  }

  private static void check(List<Frame> frames) {
    assertThat(frames).hasSizeGreaterThan(3);
    Position from = Position.parse("tag.0-0").orElseThrow();
    for (Frame frame : frames) {
      Position to = Position.parse(frame.position()).orElseThrow();
      Map<String, Long> told = new TreeMap<>();
      for (JsonNode series : JSON.readTree(frame.body()).path("series")) {
        Long before = told.put(series.path("server").asString(), series.path("value").asLong());
        assertThat(before).as("told once").isNull();
      }
      assertThat(told).as("from %s to %s", from, to).isEqualTo(changed(from, to));
      from = to;
    }
  }

  /** The newest offset of each series that changed between two positions. */
  private static Map<String, Long> changed(Position from, Position to) {
    Map<String, Long> newest = new TreeMap<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      long first = Math.max(from.next(partition), to.next(partition) - SERIES);
      for (long offset = first; offset < to.next(partition); offset++) {
        newest.put(partition + "-" + offset % SERIES, offset);
      }
    }
    return newest;
  }
}
