package io.tidegauge.loadtest.chaos.load;

import io.tidegauge.loadtest.chaos.Timeline;
import io.tidegauge.loadtest.model.LoadSeries;
import io.tidegauge.loadtest.oracle.Oracle;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** All clients of a load, each on a thread of its own. */
public final class Load implements AutoCloseable {

  /** Clients come one after another: cold processes do not meet all of them at once. */
  private static final Duration LONGEST_BETWEEN = Duration.ofSeconds(30);

  private static final int BETWEEN_SHARE = 30;

  private final List<Client> clients = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  private Load() {}

  /**
   * Begins to send.
   *
   * @param directory for the clients' journals
   */
  public static Load start(LoadSettings settings, Path directory) {
    Load load = new Load();
    Timeline timeline = settings.timeline();
    Instant from = timeline.clock().instant();
    Duration between = timeline.until(timeline.loadEnd()).dividedBy(BETWEEN_SHARE);
    between = between.compareTo(LONGEST_BETWEEN) < 0 ? between : LONGEST_BETWEEN;
    for (ClientKind kind : ClientKind.values()) {
      Journal journal = new Journal(directory.resolve("sent-" + kind.label() + ".journal"));
      Instant begin = from.plus(timeline.shown(between.multipliedBy(kind.ordinal())));
      Client client = new Client(kind, settings, begin, journal);
      load.clients.add(client);
      load.threads.add(Thread.ofPlatform().daemon().name("client-" + kind.label()).start(client));
    }
    return load;
  }

  /** How many samples were acknowledged; those that a generator sends twice count twice. */
  public long acknowledged() {
    return clients.stream().mapToLong(Client::acknowledged).sum();
  }

  /** How long the sample that waits longest has been waiting to be sent, true time. */
  public Duration behind() {
    return clients.stream()
        .map(Client::behind)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /** Whether all has been sent and acknowledged, or a client gave up. */
  public boolean isOver() {
    return threads.stream().noneMatch(Thread::isAlive);
  }

  /** Waits until all is acknowledged; false when the time is over before. */
  public boolean await(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    for (Thread thread : threads) {
      TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadline - System.nanoTime()));
    }
    return isOver();
  }

  /** What is wrong with the load itself: clients that gave up, or did not end. */
  public List<String> failures() {
    List<String> failures = new ArrayList<>();
    for (int i = 0; i < clients.size(); i++) {
      Client client = clients.get(i);
      String failure = client.failure();
      if (failure != null) {
        failures.add("client " + client.name() + ": " + failure);
      } else if (threads.get(i).isAlive()) {
        failures.add(
            "client " + client.name() + ": not all was acknowledged, behind by " + client.behind());
      }
    }
    return failures;
  }

  /** The right answers, an oracle for each client; to be asked when the load is over. */
  public List<Oracle> oracles() {
    return clients.stream().map(Client::oracle).toList();
  }

  /** What was sent of a series in [from, to), ms since the epoch, and when; lines to read. */
  public List<String> history(LoadSeries series, long from, long to) {
    return clients.stream()
        .flatMap(client -> client.journal().find(series, from, to).stream())
        .toList();
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    for (Client client : clients) {
      client.journal().close();
    }
  }
}
