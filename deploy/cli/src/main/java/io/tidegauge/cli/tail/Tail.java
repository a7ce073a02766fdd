package io.tidegauge.cli.tail;

import io.tidegauge.cli.api.Json;
import io.tidegauge.cli.sse.EventSource;
import io.tidegauge.cli.sse.Signal;
import io.tidegauge.cli.terminal.Interrupt;
import io.tidegauge.cli.terminal.Text;
import io.tidegauge.contract.sse.SseEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Follows a feed and prints what changed. Not thread-safe. */
final class Tail {

  /** The feed has no more at its beginning; the longest unseen is forgotten. */
  private static final int MOST_SERIES = 20_000;

  private static final long STEP_NANOS = 200_000_000;

  private final String window;
  private final long lines;
  private final SeriesPrinter printer;
  private final Interrupt interrupt;
  private final Consumer<String> notices;
  private final Map<String, Course> courses =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Course> eldest) {
          return size() > MOST_SERIES;
        }
      };
  private long printed;
  private boolean away;
  private long awaySince;
  private boolean resuming;
  private boolean begun;

  /**
   * A tail of a feed.
   *
   * @param window the label of the window that the feed has
   * @param lines after how many to end
   * @param interrupt ends it too
   * @param notices is told when the feed is cut off, resumed or reset
   */
  Tail(
      String window,
      long lines,
      SeriesPrinter printer,
      Interrupt interrupt,
      Consumer<String> notices) {
    this.window = window;
    this.lines = lines;
    this.printer = printer;
    this.interrupt = interrupt;
    this.notices = notices;
  }

  /** How many lines were printed. */
  long printed() {
    return printed;
  }

  /**
   * Follows until there are as many lines as wanted, the time is over, or it is interrupted.
   *
   * @param deadline of {@link System#nanoTime}; null for none
   */
  void follow(EventSource feed, @Nullable Long deadline) throws InterruptedException {
    while (!interrupt.isRequested() && printed < lines) {
      long left = deadline == null ? Long.MAX_VALUE : deadline - System.nanoTime();
      if (left <= 0) {
        return;
      }
      Signal signal = feed.next(Math.min(left, STEP_NANOS));
      if (signal != null) {
        take(signal);
      }
    }
  }

  private void take(Signal signal) {
    switch (signal) {
      case Signal.Opened opened -> resuming = opened.again();
      case Signal.Event event -> take(event.event());
      case Signal.Failed failed -> throw failed.failure();
      case Signal.Cut cut -> {
        if (!away) {
          notices.accept("cut off: " + cut.reason() + "; trying again until it is back");
          awaySince = System.nanoTime();
        }
        away = true;
      }
    }
  }

  private void take(SseEvent event) {
    switch (event.type()) {
      case "reset" ->
          notices.accept(
              "reset: "
                  + Text.clean(Json.text(Json.parse(event.data()).path("reason")))
                  + "; changes of the time between are not shown one by one");
      case "snapshot", "update" -> {
        noteReturn(event.type());
        JsonNode series = Json.parse(event.data()).path("series");
        if (!begun && series.isEmpty()) {
          notices.accept("no live series fits yet; waiting for one");
        }
        begun = true;
        series.forEach(this::print);
        printer.flush();
      }
      default -> {
        // Of a later version.
      }
    }
  }

  private void noteReturn(String type) {
    if (away && resuming) {
      long seconds = Math.round((System.nanoTime() - awaySince) / 1e9);
      notices.accept(
          type.equals("update")
              ? "resumed after "
                  + seconds
                  + " s; what changed meanwhile follows, newest values only"
              : "back after " + seconds + " s");
    }
    away = false;
    resuming = false;
  }

  private void print(JsonNode json) {
    LiveSeries series = LiveSeries.of(json, window);
    Course course = courses.computeIfAbsent(series.id(), id -> new Course());
    if (printed >= lines || course.isAt(series)) {
      return;
    }
    course.add(series);
    printer.print(series, course);
    printed++;
    if (series.ended()) {
      courses.remove(series.id());
    }
  }
}
