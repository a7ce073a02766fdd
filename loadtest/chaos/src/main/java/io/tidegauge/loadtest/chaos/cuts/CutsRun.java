package io.tidegauge.loadtest.chaos.cuts;

import io.tidegauge.engines.EngineException;
import io.tidegauge.loadtest.chaos.cluster.Balancer;
import io.tidegauge.loadtest.chaos.cluster.Role;
import io.tidegauge.loadtest.chaos.cluster.SmallCluster;
import io.tidegauge.loadtest.chaos.cuts.check.Filter;
import io.tidegauge.loadtest.chaos.cuts.check.Ledger;
import io.tidegauge.loadtest.chaos.cuts.check.LiveLog;
import io.tidegauge.loadtest.chaos.cuts.check.Tally;
import io.tidegauge.loadtest.chaos.cuts.check.Tally.Count;
import io.tidegauge.loadtest.chaos.cuts.client.Client;
import io.tidegauge.loadtest.chaos.watch.Progress;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One run: start, cuts and kills, quiet, comparison. */
final class CutsRun {

  /** The tenant of all. */
  static final String TENANT = "cuts";

  private static final int NODES = 2;

  /** Heartbeats come often, so that a connection that is half open is soon given up. */
  private static final Map<String, String> SETTINGS =
      Map.of("tidegauge.query.live.heartbeat", "1s", "tidegauge.query.guard.answer-timeout", "10s");

  private static final int SILENCE_MILLIS = 4_000;
  private static final long PATIENCE_SECONDS = 60;
  private static final long POLL_MILLIS = 20;
  private static final long PROGRESS_SECONDS = 10;

  /** Until the last values have come to the live topic. */
  private static final long QUIET_SECONDS = 3;

  private final CutsSettings settings;
  private final PrintWriter out;
  private final Progress progress;
  private final Tally tally = new Tally();
  private final List<Client> clients = new ArrayList<>();
  private volatile boolean over;

  CutsRun(CutsSettings settings, PrintWriter out) {
    this.settings = settings;
    this.out = out;
    this.progress = new Progress(out);
  }

  /** Runs; true when everything is right. */
  boolean run() throws InterruptedException {
    progress.event(
        "seed %d; starting the engines, a gateway, a processor and %d query nodes in %s"
            .formatted(settings.seed(), NODES, settings.directory()));
    try (SmallCluster cluster =
            SmallCluster.start(settings.directory(), NODES, SETTINGS, List.of());
        Balancer balancer = Balancer.start(cluster.members(Role.QUERY));
        Motion motion =
            new Motion(
                cluster.members(Role.INGEST).getFirst().address(),
                TENANT,
                InstantSource.system(),
                settings.seed(),
                progress::event);
        LiveLog log = new LiveLog(cluster.kafkaBootstrapServers(), TENANT)) {
      await("the values do not come to the live topic", () -> log.size() == Motion.SERIES);
      Nodes nodes = new Nodes(cluster.members(Role.QUERY), TENANT);
      connect(balancer, log);
      Thread checker = Thread.ofPlatform().daemon().name("checker").start(this::check);
      @Nullable RedisAway away = redisAway(cluster, nodes, log);
      Meanwhile meanwhile = new Meanwhile(settings, nodes, away, progress::event);
      int cuts = cut(balancer, meanwhile);
      boolean freed = freed(nodes);
      motion.close();
      progress.event("%,d samples sent; all is left alone".formatted(motion.sent()));
      TimeUnit.SECONDS.sleep(QUIET_SECONDS);
      boolean quiet = settled();
      over = true;
      checker.join();
      boolean same = quiet && agree(nodes);
      boolean back = meanwhile.isRight(out::println);
      return verdict(cuts) && same && freed && back;
    } finally {
      over = true;
    }
  }

  private @Nullable RedisAway redisAway(SmallCluster cluster, Nodes nodes, LiveLog log) {
    return settings.redisAway().isZero()
        ? null
        : new RedisAway(cluster.redis(), settings, nodes, log, tally, progress::event);
  }

  private void connect(Balancer balancer, LiveLog log) throws InterruptedException {
    for (int i = 0; i < settings.clients(); i++) {
      Filter filter = Motion.filter(i);
      clients.add(
          new Client(
              i,
              filter,
              balancer.address(),
              SILENCE_MILLIS,
              new Ledger("client " + i + " (" + filter.value() + ")", filter, log, tally),
              tally,
              settings.seed() * settings.clients() + i));
    }
    await("not all clients are connected", () -> clients.stream().allMatch(Client::isConnected));
    progress.event(settings.clients() + " clients are connected");
  }

  private void check() {
    while (!over) {
      clients.forEach(client -> client.ledger().check());
      sleep();
    }
  }

  /** Cuts at the rate that was asked for, until all else is over too; how many cuts there were. */
  private int cut(Balancer balancer, Meanwhile meanwhile) throws InterruptedException {
    Cutter cutter = new Cutter(clients, balancer, settings.seed());
    long begin = System.nanoTime();
    long told = begin;
    long nextNanos = begin;
    while (cutter.count() < settings.cuts() || !meanwhile.isOver()) {
      if (cutter.count() < settings.cuts()) {
        cutter.cut();
      }
      if (System.nanoTime() - told > TimeUnit.SECONDS.toNanos(PROGRESS_SECONDS)) {
        told = System.nanoTime();
        progress.event(line(cutter.count()));
      }
      nextNanos += (long) (1e9 / settings.perSecond());
      TimeUnit.NANOSECONDS.sleep(nextNanos - System.nanoTime());
    }
    progress.event("cuts: " + cutter);
    return cutter.count();
  }

  /** Whether all come to rest, and show what the log ends with. */
  private boolean settled() throws InterruptedException {
    try {
      await(
          "not all clients show the end of the log",
          () ->
              clients.stream()
                  .allMatch(
                      client ->
                          client.isConnected()
                              && client.ledger().check()
                              && client.ledger().missing() == 0));
      return true;
    } catch (EngineException e) {
      out.println("! " + e.getMessage());
      for (Client client : clients) {
        if (client.ledger().missing() > 0) {
          out.println("!   " + client + " misses " + client.ledger().missing() + " series");
        }
      }
      return false;
    }
  }

  /** Whether the nodes' own answers are what the clients show. */
  private boolean agree(Nodes nodes) {
    Map<Filter, Client> byFilter = new HashMap<>();
    clients.forEach(client -> byFilter.putIfAbsent(client.filter(), client));
    long different =
        byFilter.entrySet().stream()
            .mapToLong(e -> nodes.different(e.getKey(), e.getValue().ledger().shows()))
            .sum();
    out.println(
        (different == 0 ? "" : "! ")
            + different
            + " of "
            + byFilter.size() * NODES
            + " answers of the nodes differ from what clients show");
    return different == 0;
  }

  /**
   * Whether connections of which neither side was told are gone. While values move: a connection of
   * which the system takes what is sent is not dead to anybody.
   */
  private boolean freed(Nodes nodes) throws InterruptedException {
    long left = nodes.subscribers();
    for (long waited = 0;
        left != clients.size() && waited < TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS);
        waited += 1_000) {
      TimeUnit.SECONDS.sleep(1);
      left = nodes.subscribers();
    }
    boolean right = left == clients.size();
    out.printf(
        Locale.ROOT,
        "%sthe nodes serve %d subscriptions, %d clients are there%n",
        right ? "" : "! ",
        left,
        clients.size());
    return right;
  }

  private boolean verdict(int cuts) throws InterruptedException {
    Map<String, Integer> ends = new TreeMap<>();
    for (Client client : clients) {
      client.ends().forEach((how, times) -> ends.merge(how, times, Integer::sum));
    }
    for (Client client : clients) {
      client.close();
    }
    out.println("connections ended: " + ends);
    tally.examples().forEach(example -> out.println("! " + example));
    out.println(line(cuts));
    out.flush();
    return tally.isRight();
  }

  private String line(int cuts) {
    return "cuts %d, resumes %d, resets %d, gaps %d, duplicates %d, backwards %d of %d frames"
        .formatted(
            cuts,
            tally.of(Count.RESUMES),
            tally.of(Count.RESETS),
            tally.of(Count.GAPS),
            tally.of(Count.DUPLICATES),
            tally.of(Count.BACKWARDS),
            tally.of(Count.FRAMES));
  }

  private static void await(String otherwise, BooleanSupplier condition)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new EngineException(otherwise + " after " + PATIENCE_SECONDS + " s");
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private static void sleep() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
