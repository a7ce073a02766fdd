package io.tidegauge.processor.replay;

import io.tidegauge.contract.window.Window;
import io.tidegauge.processor.sink.clickhouse.ClickHouseClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Computes the windows of closed days again from raw history while the pipeline goes on, keeps
 * aside what differs, and publishes it, all visible at once. Each step can be done again after a
 * crash at any point. Not thread-safe; two replays at once do each other no harm.
 */
public final class Replay implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);

  /** How long what was computed and not published is kept. */
  private static final Duration UNPUBLISHED = Duration.ofDays(7);

  private final ReplaySettings settings;
  private final InstantSource clock;
  private final ClickHouseClient clickhouse;
  private final ReplayStore store;

  /** Of an installation; nothing is asked of it yet. */
  public Replay(ReplaySettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.clickhouse = new ClickHouseClient(settings.clickhouse());
    this.store = new ReplayStore(clickhouse);
  }

  /**
   * Notes a new replay and up to where it reads; gives its id.
   *
   * @throws ReplayException where the processor does not keep up
   */
  public long begin(ReplayRequest request, ReplayProgress progress)
      throws IOException, InterruptedException {
    forgetOld();
    ReplayBounds bounds = new BoundsFinder(settings).find(store.keptFrom(), progress);
    ReplayJob job = new ReplayJob(clock.millis(), request, bounds, ReplayStep.COMPUTING);
    store.save(job);
    return job.id();
  }

  /** How far a replay is. */
  public ReplayStep step(long id) throws IOException, InterruptedException {
    return job(id).step();
  }

  /** Computes and compares the days that are not done yet. */
  public void compute(long id, ReplayProgress progress) throws IOException, InterruptedException {
    ReplayJob job = job(id);
    if (job.step() != ReplayStep.COMPUTING) {
      return;
    }
    Set<Long> done = store.daysDone(id);
    for (long day : job.request().days()) {
      String name = "day " + Instant.ofEpochMilli(day);
      if (Window.H24.end(day) > job.bounds().closedTo()) {
        progress.leftOut(name + ": it is still open; its windows are the processor's");
      } else if (day < job.bounds().keptFrom()) {
        progress.leftOut(name + ": raw samples of it have been deleted for their age");
      } else if (!done.contains(day)) {
        new DayReplay(store, job, day, progress).run();
      }
    }
    store.save(job.at(ReplayStep.COMPUTED));
  }

  /** Gives the windows that a replay changes, by length, the greatest differences first. */
  public void differences(long id, Window window, Consumer<ReplayDifference> each)
      throws IOException, InterruptedException {
    store.compare(id, window, each::accept);
  }

  /** Publishes what differs. Readers see nothing of it until {@link #isVisible}. */
  public long publish(long id, ReplayProgress progress) throws IOException, InterruptedException {
    ReplayJob job = job(id);
    if (job.step() == ReplayStep.COMPUTING) {
      throw new IllegalStateException("compute it first");
    }
    if (job.step() != ReplayStep.COMPUTED) {
      return 0;
    }
    long windows = new ReplayPublisher(settings, store).publish(job, progress);
    store.save(job.at(ReplayStep.PUBLISHED));
    return windows;
  }

  /** Whether readers see it: all of it, or nothing. */
  public boolean isVisible(long id) throws IOException, InterruptedException {
    ReplayJob job = job(id);
    return job.step().compareTo(ReplayStep.MOVED) >= 0
        || store.isVisible(id, job.bounds().partitions());
  }

  /** Waits until readers see it. */
  public void awaitVisible(long id, Duration patience, ReplayProgress progress)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (!isVisible(id)) {
      if (System.nanoTime() - start > patience.toNanos()) {
        throw new ReplayException(
            "the rollups sink (consumer group "
                + settings.rollupsGroup()
                + ") has not stored all of it for "
                + patience.toSeconds()
                + " s; it becomes visible when it has: see that the processor runs, then resume the"
                + " replay "
                + id);
      }
      progress.at("waiting for the rollups sink", 0, 1);
      TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
    }
  }

  /**
   * Moves a visible replay into the main tables. Call it no sooner than the longest query after it
   * became visible: a query that has seen that there is no replay must not see half of it.
   */
  public void move(long id) throws IOException, InterruptedException {
    ReplayJob job = job(id);
    if (job.step() == ReplayStep.PUBLISHED && isVisible(id)) {
      store.move(id);
      store.save(job.at(ReplayStep.MOVED));
    }
  }

  /** Drops what is kept aside of a moved replay; again no sooner than the longest query after. */
  public void drop(long id) throws IOException, InterruptedException {
    ReplayJob job = job(id);
    if (job.step() == ReplayStep.MOVED) {
      store.drop(id);
      store.save(job.at(ReplayStep.DONE));
    }
  }

  /** Drops what is kept aside of replays that were not published for long. */
  private void forgetOld() throws IOException, InterruptedException {
    long before = clock.millis() - UNPUBLISHED.toMillis();
    for (ReplayJob job :
        store.jobs("step < " + ReplayStep.PUBLISHED.ordinal() + " AND generation < " + before)) {
      if (!store.isVisible(job.id(), job.bounds().partitions())) {
        store.drop(job.id());
        store.save(job.at(ReplayStep.DONE));
      }
    }
  }

  /** The replays that were published and not moved, or not dropped yet, the oldest first. */
  public List<Long> untidied() throws IOException, InterruptedException {
    return store
        .jobs(
            "step IN (" + ReplayStep.PUBLISHED.ordinal() + ", " + ReplayStep.MOVED.ordinal() + ")")
        .stream()
        .map(ReplayJob::id)
        .toList();
  }

  private ReplayJob job(long id) throws IOException, InterruptedException {
    ReplayJob job = store.job(id);
    if (job == null) {
      throw new ReplayException("there is no replay " + id + "; give the id that it printed");
    }
    return job;
  }

  @Override
  public void close() {
    clickhouse.close();
  }
}
