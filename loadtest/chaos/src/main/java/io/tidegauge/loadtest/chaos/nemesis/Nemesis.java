package io.tidegauge.loadtest.chaos.nemesis;

import io.tidegauge.engines.EngineException;
import io.tidegauge.loadtest.chaos.cluster.Cluster;
import io.tidegauge.loadtest.chaos.cluster.Member;
import io.tidegauge.loadtest.chaos.cluster.Role;
import io.tidegauge.loadtest.chaos.watch.Lag;
import io.tidegauge.loadtest.chaos.watch.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Hurts one process after the other, at times and for lengths that come from the seed, and measures
 * how long the pipeline takes to recover. Several may be hurt at the same time, but one Kafka node
 * only: without two of three nothing can be acknowledged.
 */
public final class Nemesis implements AutoCloseable {

  private static final Duration LOST = Duration.ofMinutes(3);

  private final Cluster cluster;
  private final Probe probe;
  private final Lag lag;
  private final Consumer<String> events;
  private final SplittableRandom random;
  private final Aim aim;
  private final Set<Member> hurt = new HashSet<>();
  private final List<Recovery> recoveries = new CopyOnWriteArrayList<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final List<Thread> running = new ArrayList<>();

  /**
   * One that has done nothing yet.
   *
   * @param events is told what happens, in a line each
   */
  public Nemesis(
      Cluster cluster, Probe probe, Lag lag, Aim aim, long seed, Consumer<String> events) {
    this.cluster = cluster;
    this.probe = probe;
    this.lag = lag;
    this.aim = aim;
    this.random = new SplittableRandom(seed);
    this.events = events;
  }

  /**
   * Attacks as often as asked, spread over the time, and returns when the time is over; what was
   * hurt may still be recovering.
   */
  public void run(List<AttackKind> kinds, int count, Duration time) throws InterruptedException {
    long begin = System.nanoTime();
    long slot = time.toNanos() / Math.max(1, count);
    for (int i = 0; i < count; i++) {
      long at = i * slot + random.nextLong(slot / 2);
      sleepUntil(begin + at);
      strike(kinds.get(random.nextInt(kinds.size())), time.minusNanos(at));
    }
    sleepUntil(begin + time.toNanos());
  }

  private static void sleepUntil(long nanos) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(Math.max(0, nanos - System.nanoTime()));
  }

  private void strike(AttackKind kind, Duration left) {
    List<Member> targets;
    synchronized (hurt) {
      targets =
          cluster.members().stream()
              .filter(aim::at)
              .filter(m -> kind.canHurt(m, cluster))
              .filter(m -> mayBeHurt(kind, m))
              .toList();
      if (targets.isEmpty()) {
        events.accept("nobody left for " + kind.label());
        return;
      }
      Member target = targets.get(random.nextInt(targets.size()));
      Attack attack = new Attack(kind, target, length(kind, left));
      hurt.addAll(attack.hit(cluster));
      running.add(Thread.ofVirtual().name("attack-" + target).start(() -> attack(attack)));
    }
  }

  private Duration length(AttackKind kind, Duration left) {
    Duration own = kind.length(random, left); // in any case, so that the seed gives the same run
    return aim.length().orElse(own);
  }

  private boolean isHurt(Member member) {
    synchronized (hurt) {
      return hurt.contains(member);
    }
  }

  private boolean mayBeHurt(AttackKind kind, Member member) {
    return kind.hitsAll()
        ? cluster.members(member.role()).stream().allMatch(this::mayBeHurt)
        : mayBeHurt(member);
  }

  private boolean mayBeHurt(Member member) {
    boolean node = member.role() == Role.KAFKA;
    return hurt.stream().noneMatch(h -> h.equals(member) || (node && h.role() == Role.KAFKA));
  }

  private void attack(Attack attack) {
    try {
      events.accept(attack.toString());
      Watch watch = new Watch(attack, attack.hit(cluster), probe);
      Harm harm = Harm.begin(attack, cluster);
      Optional<Thread> promises = watchPromises(attack);
      try {
        watch.until(attack.length());
      } finally {
        harm.end();
      }
      if (promises.isPresent()) {
        promises.get().join();
      }
      Recovery recovery = watch.recovery(LOST);
      recoveries.add(recovery);
      events.accept("  " + recovery);
      if (attack.kind().takesStoreAway() && attack.target().role() == Role.CLICKHOUSE) {
        new CatchUp(lag).lines().forEach(events);
      }
    } catch (EngineException e) {
      failures.add(attack + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      synchronized (hurt) {
        attack.hit(cluster).forEach(hurt::remove);
      }
    }
  }

  private Optional<Thread> watchPromises(Attack attack) {
    if (!attack.kind().takesStoreAway()) {
      return Optional.empty();
    }
    Promises promises = new Promises(cluster, attack.target().role(), this::isHurt);
    return Optional.of(
        Thread.ofVirtual()
            .name("promises-" + attack.target())
            .start(() -> watch(attack, promises)));
  }

  private void watch(Attack attack, Promises promises) {
    try {
      promises.watch(attack.length());
      promises.lines().forEach(events);
      promises.failures().forEach(failure -> failures.add(attack + ": " + failure));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until everything that was hurt has recovered, or counts as lost. */
  public void awaitRecovery() throws InterruptedException {
    for (Thread attack : running) {
      attack.join();
    }
  }

  /** How long the pipeline took, attack by attack. */
  public List<Recovery> recoveries() {
    return List.copyOf(recoveries);
  }

  /** What did not recover. */
  public List<String> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    running.forEach(Thread::interrupt);
  }
}
