package io.tidegauge.loadtest.chaos.cuts;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What happens to the pipeline's processes while connections are cut, on threads of its own. */
final class Meanwhile {

  private final CutsSettings settings;
  private final Nodes nodes;
  private final Consumer<String> events;
  private final @Nullable RedisAway redis;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean failed;

  /**
   * Begins.
   *
   * @param redis null where it stays
   */
  Meanwhile(
      CutsSettings settings, Nodes nodes, @Nullable RedisAway redis, Consumer<String> events) {
    this.settings = settings;
    this.nodes = nodes;
    this.redis = redis;
    this.events = events;
    threads.add(Thread.ofVirtual().name("killer").start(() -> run("kills", this::kill)));
    if (redis != null) {
      threads.add(Thread.ofVirtual().name("redis-away").start(() -> run("redis", redis::run)));
    }
  }

  /** Something that waits. */
  @FunctionalInterface
  private interface Task {
    void run() throws InterruptedException;
  }

  private void run(String what, Task task) {
    try {
      task.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failed = true;
      events.accept(what + ": " + e.getMessage());
    }
  }

  private void kill() throws InterruptedException {
    SplittableRandom random = new SplittableRandom(settings.seed());
    double seconds = settings.cuts() / settings.perSecond();
    for (int i = 0; i < settings.kills(); i++) {
      TimeUnit.MILLISECONDS.sleep((long) (1000 * seconds / (settings.kills() + 1)));
      nodes.killOne(random, events);
    }
  }

  /** Whether all has been done. */
  boolean isOver() {
    return threads.stream().noneMatch(Thread::isAlive);
  }

  /** Whether all came back as it must; says what was found. */
  boolean isRight(Consumer<String> lines) {
    if (failed) {
      lines.accept("! a process did not come back");
    }
    return (redis == null || redis.isRight(lines)) && !failed;
  }
}
