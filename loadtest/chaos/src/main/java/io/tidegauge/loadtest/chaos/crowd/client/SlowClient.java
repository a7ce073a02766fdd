package io.tidegauge.loadtest.chaos.crowd.client;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import io.tidegauge.contract.sse.SseParser;
import io.tidegauge.loadtest.chaos.cuts.check.Frame;
import io.tidegauge.loadtest.chaos.cuts.check.Shown;
import io.tidegauge.loadtest.chaos.cuts.client.Bodies;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A subscriber of some groups that reads slowly once it is told to, and comes back with the id of
 * its last event when its connection ends, as an EventSource does. Thread-safe.
 */
public final class SlowClient implements AutoCloseable {

  private static final long COMES_BACK_MILLIS = 1_000;
  private static final JsonMapper JSON = new JsonMapper();

  private final int number;
  private final Habit habit;
  private final List<Integer> groups;
  private final Dialer dialer;
  private final Map<String, Shown> shows = new HashMap<>();
  private final SlowCounts counts;
  private volatile boolean slow;
  private volatile boolean served;
  private volatile boolean closed;
  private volatile @Nullable Channel channel;
  private String since = "";

  /** How it is slow. */
  enum Habit {
    /** It takes a KiB every two seconds. */
    TRICKLE(2_000, 0),
    /** It takes nothing for twenty seconds, and then all that comes in one. */
    NAP(20_000, 1_000);

    private final long pauseMillis;
    private final long readMillis;

    Habit(long pauseMillis, long readMillis) {
      this.pauseMillis = pauseMillis;
      this.readMillis = readMillis;
    }
  }

  /**
   * Connects; reads all that comes for now.
   *
   * @param number even ones trickle, odd ones nap
   */
  public SlowClient(int number, List<Integer> groups, Dialer dialer, SlowCounts counts) {
    this.number = number;
    this.habit = number % 2 == 0 ? Habit.TRICKLE : Habit.NAP;
    this.groups = List.copyOf(groups);
    this.dialer = dialer;
    this.counts = counts;
    connect();
  }

  /** What it subscribes to. */
  public List<Integer> groups() {
    return groups;
  }

  /** Whether it was shown a snapshot. */
  public boolean isServed() {
    return served;
  }

  /** From now on it reads slowly. */
  public void slowDown() {
    slow = true;
    adjust();
  }

  /** From now on it reads all that comes. */
  public void readAgain() {
    slow = false;
    adjust();
  }

  /** What it shows, by the series' ids. */
  public Map<String, Shown> shows() {
    synchronized (shows) {
      return Map.copyOf(shows);
    }
  }

  private void connect() {
    dialer
        .slow(number, habit == Habit.NAP, new Reader())
        .addListener(
            done -> {
              if (!done.isSuccess()) {
                comeBack();
              }
            });
  }

  private void comeBack() {
    if (!closed) {
      counts.endings().increment();
      dialer.later(this::connectUnlessClosed, COMES_BACK_MILLIS);
    }
  }

  private void connectUnlessClosed() {
    if (!closed) {
      connect();
    }
  }

  private void adjust() {
    Channel open = channel;
    if (open != null) {
      open.config().setAutoRead(!slow);
    }
  }

  private void onEvent(String type, String data) {
    switch (type) {
      case "snapshot", "update" -> show(type.equals("snapshot"), JSON.readTree(data));
      case "reset" -> counts.resets().increment();
      default -> counts.others().increment();
    }
  }

  private void show(boolean all, JsonNode frame) {
    double lag = frame.path("lag").asDouble(0);
    if (lag > 0) {
      counts.lagged(lag);
    }
    synchronized (shows) {
      if (all) {
        shows.clear();
      }
      for (Frame.Entry entry : Bodies.entries(frame)) {
        Shown before =
            entry.shown().ended()
                ? shows.remove(entry.series())
                : shows.put(entry.series(), entry.shown());
        // The value of a series is the number of its change.
        if (before != null && entry.shown().value() > before.value() + 1) {
          counts.conflated().add((long) (entry.shown().value() - before.value() - 1));
        }
      }
    }
    served = true;
  }

  @Override
  public void close() {
    closed = true;
    Channel open = channel;
    if (open != null) {
      open.close();
    }
  }

  /** Of one connection. */
  private final class Reader extends SimpleChannelInboundHandler<HttpObject> {

    private final SseParser events =
        new SseParser(since, event -> onEvent(event.type(), event.data()), retry -> {});
    private @Nullable Future<?> habits;

    @Override
    public void channelActive(ChannelHandlerContext context) {
      channel = context.channel();
      if (closed) {
        context.close();
        return;
      }
      context.writeAndFlush(Groups.feed(groups, since), context.voidPromise());
      adjust();
      // Not all at the same moment.
      long first = habit.pauseMillis * (number % 100) / 100;
      habits =
          context
              .executor()
              .scheduleAtFixedRate(
                  () -> readSome(context), first, habit.pauseMillis, TimeUnit.MILLISECONDS);
    }

    private void readSome(ChannelHandlerContext context) {
      if (!slow) {
        return;
      }
      if (habit.readMillis == 0) {
        context.read();
      } else {
        context.channel().config().setAutoRead(true);
        context
            .executor()
            .schedule(SlowClient.this::adjust, habit.readMillis, TimeUnit.MILLISECONDS);
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
      if (message instanceof HttpResponse response && response.status().code() != 200) {
        counts.others().increment();
        context.close();
      } else if (message instanceof HttpContent content) {
        events.accept(ByteBufUtil.getBytes(content.content()));
        if (!events.lastEventId().isEmpty()) {
          since = events.lastEventId();
        }
        if (message instanceof LastHttpContent) {
          context.close(); // the node has ended the feed
        }
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      Future<?> scheduled = habits;
      if (scheduled != null) {
        scheduled.cancel(false);
      }
      comeBack();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }
}
