package io.tidegauge.query.live;

import io.netty.channel.EventLoop;
import io.tidegauge.query.config.LiveProperties;
import io.tidegauge.query.live.NewsSource.Moment;
import io.tidegauge.query.live.NewsSource.News;
import io.tidegauge.query.live.Subscription.Want;
import io.tidegauge.query.live.View.Found;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;

/**
 * All subscriptions of one filter and rate. What is new is found once for all that are in step, and
 * they get the same frame. Who cannot take it falls behind, and is looked at again when it is
 * ready: then at one moment with the others, so that it is in step with them from there on.
 *
 * <p>The feed's thread calls {@link #changed} and {@link #wakeSoon}; {@link #lane}, {@link #add},
 * {@link #remove}, {@link #ready}, {@link #stepped} and {@link #execute} are for any thread;
 * everything else happens on one worker.
 */
final class Audience {

  private static final Logger LOG = LoggerFactory.getLogger(Audience.class);
  private static final long COALESCE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final int STALLED_HEARTBEATS = 4;

  /** From so many positions is looked at one moment: the feed may wait as long as it takes. */
  private static final int TOGETHER = 64;

  private final Key key;
  private final View view;
  private final Scheduler.Worker worker;
  private final long interval;
  private final long heartbeat;
  private final NewsSource source;
  private final Set<Subscription> members = ConcurrentHashMap.newKeySet();
  private final Lane own = new Lane(this, null);
  private final Map<EventLoop, Lane> lanes = new ConcurrentHashMap<>();

  /** Those that can be told something, and are not in step. */
  private final Queue<Subscription> ready = new ConcurrentLinkedQueue<>();

  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final AtomicBoolean urgent = new AtomicBoolean();

  /** Lanes that have a step to finish, and whether it is waited for. */
  private final AtomicInteger stepping = new AtomicInteger();

  private volatile boolean late;

  /** When the last update was sent, or a time that is long over. */
  private volatile long sentAt;

  /** Those of the ready ones that are told something when the rate allows. */
  private final List<Subscription> behind = new ArrayList<>();

  /** All that are in step are here. */
  private @Nullable Position position;

  /** What those in step were told last. */
  private @Nullable Position told;

  private long spokenAt = System.nanoTime();
  private boolean quiet;

  /** Subscriptions that hold it, guarded by {@link Subscribers}. */
  private int holders;

  private Audience(Key key, View view, Scheduler.Worker worker, LiveProperties limits) {
    this.key = key;
    this.view = view;
    this.worker = worker;
    this.interval = (long) (1e9 / key.maxRate());
    this.sentAt = System.nanoTime() - interval;
    this.heartbeat = limits.heartbeat().toNanos();
    this.source = new NewsSource(view, limits.pending());
    worker.schedulePeriodically(this::beat, heartbeat, heartbeat / 2, TimeUnit.NANOSECONDS);
  }

  /**
   * What all of them ask for.
   *
   * @param maxRate updates per second
   */
  record Key(LiveFilter filter, double maxRate) {}

  /**
   * The audience of one more subscription; it holds it until {@link #remove}.
   *
   * @param senders threads that may wait for the state; an audience stays on one
   */
  static Audience enter(
      LiveState state,
      TenantState tenant,
      Subscription.Request request,
      Scheduler senders,
      LiveProperties limits) {
    Key key = new Key(request.filter(), request.maxRate());
    return tenant
        .subscribers()
        .enter(
            key,
            () ->
                new Audience(
                    key, new View(state, tenant, key.filter()), senders.createWorker(), limits));
  }

  Key key() {
    return key;
  }

  /** One more subscription needs it. */
  void hold() {
    holders++;
  }

  /** One subscription needs it no more; whether nobody does. */
  boolean letGo() {
    holders--;
    return holders == 0;
  }

  /** Nobody needs it any more. */
  void dispose() {
    worker.dispose();
  }

  /** The lane of an event loop, or of this audience's own thread where it is null. */
  Lane lane(@Nullable EventLoop loop) {
    return loop == null ? own : lanes.computeIfAbsent(loop, its -> new Lane(this, its));
  }

  void add(Subscription subscription) {
    members.add(subscription);
  }

  void remove(Subscription subscription) {
    members.remove(subscription);
    view.tenant().subscribers().leave(this);
  }

  /** Notes that a series has changed; whether {@link #wakeSoon} is to be called for it. */
  boolean changed(SeriesState series) {
    return source.changed(series) && scheduled.compareAndSet(false, true);
  }

  /** After {@link #changed}, when the position has passed the change. */
  void wakeSoon() {
    schedule(COALESCE_NANOS);
  }

  /** A subscription that is not in step can be told something. */
  void ready(Subscription subscription) {
    boolean waits = subscription.isNew();
    ready.add(subscription);
    if (waits) {
      drainNow();
    } else {
      wake();
    }
  }

  /** A lane has finished its step. */
  void stepped() {
    if (stepping.decrementAndGet() == 0 && late) {
      drainNow();
    }
  }

  /** Runs something on the thread of this audience, unless it is disposed. */
  void execute(Runnable task) {
    schedule(task, 0);
  }

  /** Has it look as soon as the rate allows. */
  private void wake() {
    if (scheduled.compareAndSet(false, true)) {
      schedule(0);
    }
  }

  private void drainNow() {
    if (urgent.compareAndSet(false, true)) {
      execute(this::drain);
    }
  }

  private void schedule(long delay) {
    schedule(
        () -> {
          scheduled.set(false);
          drain();
        },
        Math.max(delay, untilDue()));
  }

  private void schedule(Runnable task, long delay) {
    try {
      worker.schedule(task, delay, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // Left by its last subscriber meanwhile: nobody is to be told.
    }
  }

  private long untilDue() {
    return interval - (System.nanoTime() - sentAt);
  }

  private void drain() {
    urgent.set(false);
    if (stepping.get() > 0) {
      late = true;
      if (stepping.get() > 0) {
        return; // the last lane to finish comes back to it; what changes until then is conflated
      }
    }
    late = false;
    try {
      tellThoseWhoCan();
      if (quiet) {
        quiet = false;
        speakIfSilent();
      }
    } catch (RuntimeException e) {
      LOG.warn("The subscriptions of {} are ended: what is new cannot be told", key, e);
      members.forEach(one -> one.fail(e));
    }
  }

  private void tellThoseWhoCan() {
    List<Subscription> fresh = new ArrayList<>();
    for (Subscription one = ready.poll(); one != null; one = ready.poll()) {
      (one.isNew() ? fresh : behind).add(one);
    }
    fresh.removeIf(Subscription::isOver);
    behind.removeIf(Subscription::isOver);
    boolean readers = hasReaders();
    if (untilDue() <= 0 || (!readers && !fresh.isEmpty())) {
      fresh.addAll(behind);
      behind.clear();
      if (readers || !fresh.isEmpty()) {
        tick(fresh, readers);
      }
    } else {
      welcome(fresh);
      if (!behind.isEmpty()
          || source.hasChanges()
          || !Objects.equals(position, source.lookedAt())) {
        wake();
      }
    }
  }

  private boolean hasReaders() {
    return allLanes().anyMatch(lane -> !lane.isEmpty());
  }

  private Stream<Lane> allLanes() {
    return Stream.concat(Stream.of(own), lanes.values().stream());
  }

  /**
   * Tells all what is new; those who have their turn are in step afterwards.
   *
   * @param readers whether there are some in step already
   */
  private void tick(List<Subscription> turn, boolean readers) {
    Position before = position;
    // All lanes have finished: whoever has not taken the last step is known.
    boolean somebodyBehind = members.size() > allLanes().mapToInt(Lane::readers).sum();
    source.trim(somebodyBehind ? null : before);
    Deque<Map<Want, List<Subscription>>> parts = byWant(turn);
    Map<Want, List<Subscription>> first = parts.isEmpty() ? Map.of() : parts.removeFirst();
    Want others = readers && before != null ? new Want(before, true) : null;
    Set<Want> wants = new LinkedHashSet<>(first.keySet());
    if (others != null) {
      wants.add(others);
    }
    Moment moment = source.look(wants);
    position = moment.at();
    boolean sent = false;
    if (others != null && before != null) {
      News news = moment.of(others);
      sent = !news.isNothing() && step(frames(news, 0), before);
    }
    sent |= tell(first, moment, true);
    for (Map<Want, List<Subscription>> further : parts) {
      sent |= tell(further, source.look(further.keySet()), false);
    }
    if (sent) {
      sentAt = System.nanoTime();
    }
  }

  /** Tells those who know nothing yet what there is: it is not the others' time. */
  private void welcome(List<Subscription> fresh) {
    for (Map<Want, List<Subscription>> some : byWant(fresh)) {
      tell(some, source.look(some.keySet()), false);
    }
  }

  /** Those who want the same together. */
  private static Deque<Map<Want, List<Subscription>>> byWant(List<Subscription> subscriptions) {
    return Groups.of(subscriptions, Subscription::want, TOGETHER);
  }

  /**
   * Tells each of them; whether there was something to tell.
   *
   * @param joins whether they are in step then, but those that are ahead of this node
   */
  private boolean tell(Map<Want, List<Subscription>> wants, Moment moment, boolean joins) {
    boolean sent = false;
    for (Map.Entry<Want, List<Subscription>> entry : wants.entrySet()) {
      News news = moment.of(entry.getKey());
      Position at = news.found().at();
      List<Frame> prompt = null;
      for (Subscription one : entry.getValue()) {
        List<Frame> frames = List.of();
        if (one.isNew() || !news.isNothing()) {
          double lag = one.lag();
          if (lag > 0) {
            frames = frames(news, lag);
          } else {
            prompt = prompt == null ? frames(news, 0) : prompt;
            frames = prompt;
          }
          sent = true;
        }
        one.isAt(at);
        one.lane().deliver(one, frames, joins && at.equals(moment.at()));
      }
    }
    return sent;
  }

  private List<Frame> frames(News news, double lag) {
    Found found = news.found();
    if (found.from() == null) {
      Frame snapshot = view.share(Frame.Event.SNAPSHOT, found);
      return news.reset() ? List.of(Frame.RESET, snapshot) : List.of(snapshot);
    }
    return List.of(
        lag > 0
            ? view.frame(Frame.Event.UPDATE, found, lag)
            : view.share(Frame.Event.UPDATE, found));
  }

  /** Gives frames to all that are in step; whether there is one. */
  private boolean step(List<Frame> frames, Position from) {
    List<Lane> steps = allLanes().filter(lane -> !lane.isEmpty()).toList();
    stepping.set(steps.size());
    steps.forEach(lane -> lane.step(frames, from));
    told = position;
    spokenAt = System.nanoTime();
    return !steps.isEmpty();
  }

  private void beat() {
    members.forEach(one -> one.giveUpIfStalled(STALLED_HEARTBEATS * heartbeat));
    if (System.nanoTime() - spokenAt >= heartbeat) {
      quiet = true;
      drain();
    }
  }

  /** A connection that is told nothing else is told that it lives, and how far all is known. */
  private void speakIfSilent() {
    Position now = position;
    if (now != null && System.nanoTime() - spokenAt >= heartbeat && hasReaders()) {
      step(List.of(Objects.equals(now, told) ? Frame.HEARTBEAT : view.nothingNew(now)), now);
    }
  }
}
