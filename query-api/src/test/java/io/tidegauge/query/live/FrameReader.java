package io.tidegauge.query.live;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BaseSubscriber;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the frames of a subscription, as many as it asks for. Thread-safe. */
final class FrameReader extends BaseSubscriber<Frame> {

  /** Instead of a demand: it leaves as it comes. */
  static final int LEAVES = -1;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final int demand;
  private final List<Frame> frames = new CopyOnWriteArrayList<>();
  private volatile @Nullable Throwable failure;

  FrameReader(int demand) {
    this.demand = demand;
  }

  @Override
  protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
    if (demand == LEAVES) {
      cancel();
    } else {
      subscription.request(demand);
    }
  }

  @Override
  protected void hookOnNext(Frame frame) {
    frames.add(frame);
  }

  @Override
  protected void hookOnError(Throwable error) {
    failure = error;
  }

  /** Those that have come. */
  List<Frame> frames() {
    return frames;
  }

  /** Why its subscription has ended; null where it has not failed. */
  @Nullable Throwable failure() {
    return failure;
  }

  /** The frame with an index, once it has come. */
  Frame frame(int index) {
    await().atMost(Duration.ofSeconds(10)).until(() -> frames.size() > index);
    return frames.get(index);
  }

  /** The values of the series in a frame, once it has come; sorted. */
  List<Double> values(int index) {
    return json(frame(index))
        .path("series")
        .valueStream()
        .map(series -> series.path("value").asDouble())
        .sorted()
        .toList();
  }

  /** The body of a frame, once it has come. */
  JsonNode body(int index) {
    return json(frame(index));
  }

  private static JsonNode json(Frame frame) {
    return JSON.readTree(frame.body());
  }
}
