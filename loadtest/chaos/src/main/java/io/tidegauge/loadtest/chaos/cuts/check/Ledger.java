package io.tidegauge.loadtest.chaos.cuts.check;

import io.tidegauge.loadtest.chaos.cuts.check.Tally.Count;
import io.tidegauge.loadtest.chaos.cuts.check.Truth.At;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The frames of one client, held against the log: at each position that it was given the client
 * shows what the log says, and was told nothing twice. Thread-safe; the client's thread adds
 * frames, others check them.
 */
public final class Ledger {

  private final String client;
  private final Filter filter;
  private final Truth log;
  private final Tally tally;
  private final Queue<Frame> waiting = new ConcurrentLinkedQueue<>();
  private final Map<String, Shown> shows = new HashMap<>();
  private Optional<Place> known = Optional.empty();
  private boolean reset = true;

  /** An empty one. */
  public Ledger(String client, Filter filter, LiveLog log, Tally tally) {
    this(client, filter, (Truth) log, tally);
  }

  Ledger(String client, Filter filter, Truth log, Tally tally) {
    this.client = client;
    this.filter = filter;
    this.log = log;
    this.tally = tally;
  }

  /** A frame has come. */
  public void add(Frame frame) {
    tally.add(Count.FRAMES);
    if (frame.kind() == Frame.Kind.UPDATE && !frame.entries().isEmpty()) {
      tally.add(Count.UPDATES);
    }
    waiting.add(frame);
  }

  /** Checks all frames of which the log has everything; whether none is left. */
  public synchronized boolean check() {
    for (Frame frame = waiting.peek(); frame != null; frame = waiting.peek()) {
      if (frame.place().isPresent() && !log.reaches(frame.place().get())) {
        return false;
      }
      waiting.remove();
      check(frame);
    }
    return true;
  }

  private void check(Frame frame) {
    if (frame.kind() == Frame.Kind.RESET) {
      reset = true;
      return;
    }
    if (frame.place().isEmpty()) {
      return;
    }
    Place at = frame.place().get();
    Optional<Place> from = frame.kind() == Frame.Kind.SNAPSHOT ? Optional.empty() : known;
    if (frame.kind() == Frame.Kind.SNAPSHOT) {
      if (!reset) {
        tally.add(Count.GAPS, client + " got a snapshot at " + at + " without being told why");
      }
      shows.clear();
    } else if (from.isEmpty() || !at.reaches(from.get())) {
      tally.add(Count.BACKWARDS, client + " went from " + from + " to " + at);
    }
    reset = false;
    List<At> truth = log.at(filter, at);
    apply(frame, from, at, truth);
    compare(at, truth);
    known = Optional.of(at);
  }

  private void apply(Frame frame, Optional<Place> from, Place at, List<At> truth) {
    Map<String, At> byId = new HashMap<>();
    truth.forEach(one -> byId.put(one.series(), one));
    Set<String> seen = new HashSet<>();
    for (Frame.Entry entry : frame.entries()) {
      At right = byId.get(entry.series());
      boolean old =
          right != null
              && from.isPresent()
              && right.offset() < from.get().next()[right.partition()];
      if (!seen.add(entry.series()) || old) {
        tally.add(
            Count.DUPLICATES,
            client + " was told again of " + entry + " at " + at + ", it was at " + from);
      }
      Shown before = shows.get(entry.series());
      if (before != null && entry.shown().isBefore(before)) {
        tally.add(Count.BACKWARDS, client + " was shown " + entry + " after " + before);
      }
      if (entry.shown().ended()) {
        shows.remove(entry.series());
      } else {
        shows.put(entry.series(), entry.shown());
      }
    }
  }

  /** Whether the client shows what the log says, no more and no less. */
  private void compare(Place at, List<At> truth) {
    int alive = 0;
    for (At right : truth) {
      Shown shown = shows.get(right.series());
      if (!right.shown().ended()) {
        alive++;
      }
      if (right.shown().ended() ? shown != null : !right.shown().equals(shown)) {
        tally.add(Count.GAPS, client + " at " + at + " shows " + shown + ", the log has " + right);
        // Told once: from here on it is taken for right.
        if (right.shown().ended()) {
          shows.remove(right.series());
        } else {
          shows.put(right.series(), right.shown());
        }
      }
    }
    if (shows.size() != alive) {
      tally.add(
          Count.GAPS,
          client + " at " + at + " shows " + shows.size() + " series, the log has " + alive);
    }
  }

  /** What the client shows now. */
  public synchronized Map<String, Shown> shows() {
    return Map.copyOf(shows);
  }

  /** Where it is. */
  public synchronized Optional<Place> known() {
    return known;
  }

  /** The series that it does not show as they are at the end of the log. */
  public synchronized long missing() {
    if (known.isEmpty()) {
      return log.size();
    }
    List<At> truth = log.at(filter, log.position(known.get().tag()));
    return truth.stream()
        .filter(
            right ->
                right.shown().ended()
                    ? shows.containsKey(right.series())
                    : !right.shown().equals(shows.get(right.series())))
        .count();
  }
}
