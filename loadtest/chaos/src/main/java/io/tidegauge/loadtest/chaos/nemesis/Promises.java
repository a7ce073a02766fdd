package io.tidegauge.loadtest.chaos.nemesis;

import io.tidegauge.loadtest.chaos.cluster.Cluster;
import io.tidegauge.loadtest.chaos.cluster.Member;
import io.tidegauge.loadtest.chaos.cluster.Role;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Asks the services again and again while a store is away whether they answer as promised: the
 * gateways refuse with Retry-After while Kafka is away, history says why it cannot answer while
 * ClickHouse is, and everything else goes on. Used by one thread.
 */
final class Promises {

  /** How long the services may take to notice. */
  private static final Duration NOTICED = Duration.ofSeconds(10);

  /** One answer of so many may be another: a machine that is busy loses one now and then. */
  private static final int TOLERATED = 50;

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(SOON).build();

  private final long blow = System.nanoTime();
  private final List<Kept> kept = new ArrayList<>();
  private final Predicate<Member> isHurt;
  private long number;

  /** How one promise was kept. */
  private static final class Kept {
    private final Member service;
    private final Promise promise;
    private final List<Long> nanos = new ArrayList<>();
    private long firstKept;
    private int brokenLate;
    private long lastBroken;
    private Optional<String> broken = Optional.empty();

    private Kept(Member service, Promise promise) {
      this.service = service;
      this.promise = promise;
    }
  }

  /**
   * Of the services of a cluster that begins to be without a store now.
   *
   * @param isHurt services that are hurt themselves, whose answers do not count
   */
  Promises(Cluster cluster, Role away, Predicate<Member> isHurt) {
    this.isHurt = isHurt;
    for (Member service : cluster.members()) {
      for (Promise promise : Promise.of(away, service)) {
        kept.add(new Kept(service, promise));
      }
    }
  }

  /** Asks until the store is to come back. */
  void watch(Duration length) throws InterruptedException {
    long end = blow + length.toNanos();
    while (System.nanoTime() < end) {
      number++;
      for (Kept one : kept) {
        if (System.nanoTime() < end && !isHurt.test(one.service)) {
          ask(one, end);
        }
      }
      TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
    }
  }

  private void ask(Kept one, long end) throws InterruptedException {
    long start = System.nanoTime();
    try {
      HttpResponse<String> answer =
          HTTP.send(one.promise.request().apply(number), HttpResponse.BodyHandlers.ofString());
      long now = System.nanoTime();
      if (now >= end) {
        return; // the store may have been back before the answer
      }
      if (one.promise.answer().isKept(answer)) {
        one.firstKept = one.firstKept == 0 ? now : one.firstKept;
        one.nanos.add(now - start);
      } else {
        broken(one, start, "HTTP " + answer.statusCode() + " " + answer.body().strip());
      }
    } catch (IOException e) {
      if (System.nanoTime() < end) {
        broken(one, start, e.toString());
      }
    }
  }

  private void broken(Kept one, long asked, String answer) {
    one.lastBroken = asked;
    one.brokenLate += asked - blow > NOTICED.toNanos() ? 1 : 0;
    one.broken = Optional.of(answer.substring(0, Math.min(200, answer.length())));
  }

  /** What was not as promised, in lines to read; empty where all was. */
  List<String> failures() {
    List<String> failures = new ArrayList<>();
    for (Kept one : kept) {
      if (one.brokenLate > 1 + one.nanos.size() / TOLERATED) {
        failures.add(
            "%s: not true that %s: %d other answers, the last %.1f s after the blow: %s"
                .formatted(
                    one.service,
                    one.promise.what(),
                    one.brokenLate,
                    (one.lastBroken - blow) / 1e9,
                    one.broken.orElse("")));
      } else if (!one.nanos.isEmpty() && quantile(one.nanos, 0.5) > SOON.toNanos()) {
        failures.add(
            "%s: half of the answers took more than %.1f s: %s"
                .formatted(one.service, quantile(one.nanos, 0.5) / 1e9, one.promise.what()));
      }
    }
    return failures;
  }

  /** A line for each promise. */
  List<String> lines() {
    return kept.stream().filter(one -> !one.nanos.isEmpty()).map(this::line).toList();
  }

  private String line(Kept one) {
    return String.format(
        Locale.ROOT,
        "    %s: %s: %d answers from %.1f s after the blow on, half within %.3f s, the slowest"
            + " %.3f s%s",
        one.service,
        one.promise.what(),
        one.nanos.size(),
        (one.firstKept - blow) / 1e9,
        quantile(one.nanos, 0.5) / 1e9,
        quantile(one.nanos, 1) / 1e9,
        one.broken
            .map(
                last ->
                    "; %d others after the first 10 s, the last at %.1f s: %s"
                        .formatted(one.brokenLate, (one.lastBroken - blow) / 1e9, last))
            .orElse(""));
  }

  private static long quantile(List<Long> values, double quantile) {
    List<Long> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get((int) Math.ceil(quantile * sorted.size()) - 1);
  }
}
