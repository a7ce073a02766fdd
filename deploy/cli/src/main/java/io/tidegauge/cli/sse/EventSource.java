package io.tidegauge.cli.sse;

import io.tidegauge.cli.CommandFailedException;
import io.tidegauge.cli.ExitCodes;
import io.tidegauge.cli.api.Api;
import io.tidegauge.cli.api.Call;
import io.tidegauge.contract.sse.SseEvent;
import io.tidegauge.contract.sse.SseParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A stream of events that is opened again, from where it was, whenever it is cut off: after the
 * time that the service asks for, then after twice that, and so on up to half a minute. A stream in
 * which nothing comes, not even a comment, for a minute counts as cut off. That it cannot be opened
 * at first is a failure.
 *
 * <p>Reads on a thread of its own, which waits where its subscriber is far behind. One thread calls
 * {@link #next}.
 */
public final class EventSource implements AutoCloseable {

  private static final int AHEAD = 16;
  private static final int PIECE = 16 << 10;
  private static final int NO_CONTENT = 204;
  private static final int TOO_MANY = 429;
  private static final long FIRST_PAUSE_MILLIS = 1_000;
  private static final long LONGEST_PAUSE_MILLIS = 30_000;
  private static final int MOST_DOUBLINGS = 5;
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Api api;
  private final Call call;
  private final BlockingQueue<Signal> signals = new ArrayBlockingQueue<>(AHEAD);
  private final Thread reader;
  private volatile @Nullable InputStream open;
  private volatile long heardAt;

  // Of the reader.
  private String lastEventId = "";
  private boolean openedBefore;
  private long firstPauseMillis = FIRST_PAUSE_MILLIS;
  private int failures;

  /** Opens it. */
  public EventSource(Api api, Call call) {
    this.api = api;
    this.call = call;
    this.reader = Thread.ofVirtual().name("event-source").start(this::run);
  }

  /**
   * The next signal; null where none comes in a time. To be called every second or so: it is also
   * where a silent stream is noticed.
   *
   * @param nanos how long to wait
   */
  public @Nullable Signal next(long nanos) throws InterruptedException {
    Signal signal = signals.poll(nanos, TimeUnit.NANOSECONDS);
    InputStream body = open;
    if (signal == null && body != null && System.nanoTime() - heardAt > SILENCE_NANOS) {
      close(body);
    }
    return signal;
  }

  private void run() {
    try {
      while (true) {
        String reason = connect();
        long pause = pauseMillis();
        signals.put(new Signal.Cut(reason, Duration.ofMillis(pause)));
        TimeUnit.MILLISECONDS.sleep(pause);
      }
    } catch (CommandFailedException e) {
      tellOfFailure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void tellOfFailure(CommandFailedException failure) {
    try {
      signals.put(new Signal.Failed(failure));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /** Many clients of a service that is back shall not all come at once. */
  private long pauseMillis() {
    long pause =
        Math.min(LONGEST_PAUSE_MILLIS, firstPauseMillis << Math.min(failures, MOST_DOUBLINGS));
    failures++;
    return pause + ThreadLocalRandom.current().nextLong(pause / 4 + 1);
  }

  /**
   * One connection; why it ended.
   *
   * @throws CommandFailedException where it makes no sense to try again
   */
  private String connect() throws InterruptedException {
    HttpResponse<InputStream> response;
    try {
      response = api.open(call, lastEventId);
    } catch (CommandFailedException e) {
      return orThrow(e);
    }
    int status = response.statusCode();
    if (status == 200) {
      checkType(response);
      return read(response.body());
    }
    CommandFailedException refusal = api.refusal(call, response);
    if (status == NO_CONTENT) {
      throw new CommandFailedException(
          "the service has ended the feed for good", ExitCodes.UNREACHABLE, null);
    }
    if (status < 500 && status != TOO_MANY) {
      throw refusal;
    }
    return orThrow(refusal);
  }

  private static void checkType(HttpResponse<InputStream> response) {
    String type = response.headers().firstValue("Content-Type").orElse("nothing");
    if (!type.startsWith("text/event-stream")) {
      close(response.body());
      throw new CommandFailedException(
          response.uri() + " answered with " + type + " instead of events; is --url the query API?",
          ExitCodes.UNREACHABLE,
          null);
    }
  }

  private String orThrow(CommandFailedException failure) {
    if (!openedBefore) {
      throw failure;
    }
    return String.valueOf(failure.getMessage());
  }

  private String read(InputStream body) throws InterruptedException {
    signals.put(new Signal.Opened(openedBefore));
    openedBefore = true;
    heardAt = System.nanoTime();
    open = body;
    List<SseEvent> events = new ArrayList<>();
    SseParser parser =
        new SseParser(
            lastEventId,
            events::add,
            millis -> firstPauseMillis = Math.clamp(millis, 1, LONGEST_PAUSE_MILLIS));
    try (body) {
      byte[] piece = new byte[PIECE];
      for (int length = body.read(piece); length >= 0; length = body.read(piece)) {
        heardAt = System.nanoTime();
        parser.accept(piece, length);
        lastEventId = parser.lastEventId();
        for (SseEvent event : events) {
          failures = 0;
          signals.put(new Signal.Event(event));
        }
        events.clear();
      }
      return "the service closed the connection";
    } catch (SseParser.EventTooLargeException e) {
      throw new CommandFailedException(
          e.getMessage() + "; narrow the feed by metric, --match or --server", e);
    } catch (IOException e) {
      boolean silent = System.nanoTime() - heardAt > SILENCE_NANOS;
      return silent ? "nothing came for a minute" : Api.reason(e);
    } finally {
      open = null;
    }
  }

  private static void close(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      // Its reader notices.
    }
  }

  /** Ends the connection and the thread. */
  @Override
  public void close() {
    reader.interrupt();
    InputStream body = open;
    if (body != null) {
      close(body);
    }
  }
}
