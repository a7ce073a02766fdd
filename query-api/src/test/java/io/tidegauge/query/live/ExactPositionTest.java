package io.tidegauge.query.live;

import static io.tidegauge.query.support.Samples.gauge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveCodec;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.query.support.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
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

  /** More than an event loop writes to at once. */
  private static final int LOOP_READERS = 600;

  private static final int CHECKED = 30;

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
        new Following(state, TENANT, scheduler)
            .frames(
                new Subscription.Request(filter, false, null, 100_000),
                new Connection(),
                Limits.live(100, 8, 2))
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
          LiveCodec.encode(
              new LiveBatch(
                  TENANT, 1, offset, T, T, List.of(gauge(TENANT, labels, offset, T, offset)))));
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

  /** Who reads now and then, on an event loop with many others, and begins in the middle. */
  @Test
  void alsoForThoseWhoFallBehindAndThoseWhoComeLater() throws InterruptedException {
    EventLoop loop = new DefaultEventLoop();
    List<LoopReader> readers = new ArrayList<>();
    AtomicBoolean written = new AtomicBoolean();
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  write();
                  written.set(true);
                });
    Random random = new Random(1);
    for (int i = 0; i < LOOP_READERS; i++) {
      readers.add(new LoopReader(loop, i));
    }
    for (int i = 0; !written.get() || i < LOOP_READERS; i++) {
      readers.get(random.nextInt(readers.size())).reads(random.nextBoolean());
      if (i % 50 == 0) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      if (i % 100 == 0 && readers.size() < 2 * LOOP_READERS) {
        readers.add(new LoopReader(loop, readers.size()));
      }
    }
    writer.join();
    readers.forEach(reader -> reader.reads(true));

    String end = state.position().toString();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> readers.stream().allMatch(reader -> reader.isAt(end)));
    for (int i = 0; i < readers.size(); i += CHECKED) {
      checkEach(List.copyOf(readers.get(i).frames));
    }
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  /** A reader on an event loop, which takes nothing while it does not read. */
  private final class LoopReader implements Outlet {
    final Deque<Frame> frames = new ConcurrentLinkedDeque<>();
    private final EventLoop loop;

    /** Else it keeps its last frame only. */
    private final boolean isChecked;

    private volatile boolean reads;
    private volatile Runnable ready = () -> {};

    LoopReader(EventLoop loop, int number) {
      this.loop = loop;
      this.isChecked = number % CHECKED == 0;
      this.reads = number % 2 == 0;
      LiveFilter filter = new LiveFilter(Set.of("load"), List.of(), Set.of(), Set.of());
      Subscription.Request request = new Subscription.Request(filter, false, null, 100);
      new Subscription(
              Audience.enter(
                  state,
                  state.tenantForSubscriber(TENANT),
                  request,
                  scheduler,
                  Limits.live(100, 8, 2)),
              request,
              this)
          .start(() -> {});
    }

    boolean isAt(String position) {
      Frame last = frames.peekLast();
      return last != null && last.position().equals(position);
    }

    void reads(boolean more) {
      reads = more;
      if (more) {
        ready.run();
      }
    }

    @Override
    public EventLoop thread() {
      return loop;
    }

    @Override
    public void whenReady(Runnable again) {
      ready = again;
    }

    @Override
    public void whenOver(Runnable over) {
      // It never is.
    }

    @Override
    public boolean isReady() {
      return reads;
    }

    @Override
    public void send(Parcel parcel) {
      if (!isChecked) {
        frames.clear();
      }
      parcel.frames().stream().filter(frame -> frame != Frame.HEARTBEAT).forEach(frames::add);
    }

    @Override
    public long left() {
      return 0;
    }

    @Override
    public void fail(Throwable why) {
      throw new AssertionError(why);
    }
  }

  private static void check(List<Frame> frames) {
    assertThat(frames).hasSizeGreaterThan(3);
    checkEach(frames);
  }

  private static void checkEach(List<Frame> frames) {
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
