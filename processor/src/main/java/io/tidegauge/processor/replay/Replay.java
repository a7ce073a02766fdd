package io.tidegauge.processor.replay;

import io.tidegauge.contract.window.Window;
import io.tidegauge.processor.sink.clickhouse.ClickHouseClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Computes the windows of closed days again, from raw history or from the samples topic, while the
 * pipeline goes on, keeps aside what differs, and publishes it, all visible at once. Each step can
 * be done again after a crash at any point. Not thread-safe; two replays at once do each other no
 * harm.
 */
public final class Replay implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);

  /** How long what was computed and not published is kept. */
  private static final Duration UNPUBLISHED = Duration.ofDays(7);

  private final ReplaySettings settings;
  private final InstantSource clock;
  private final ClickHouseClient clickhouse;
  private final ReplayJobs jobs;
  private final ReplayWindows windows;

  /** Of an installation; nothing is asked of it yet. */
  public Replay(ReplaySettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.clickhouse = new ClickHouseClient(settings.clickhouse());
    this.jobs = new ReplayJobs(clickhouse);
    this.windows = new ReplayWindows(clickhouse);
  }

  /**
   * Notes a new replay and up to where it reads; gives its id.
   *
   * @throws ReplayException where the processor does not keep up, or the topic has not all records
   *     of the days any more
   */
  public long begin(ReplayRequest request, ReplayProgress progress)
      throws IOException, InterruptedException {
    forgetOld();
    long rawKeptFrom = ReplaySamples.keptFrom(clickhouse);
    ReplayBounds bounds = new BoundsFinder(settings).find(request.source(), rawKeptFrom, progress);
    if (request.source() == ReplaySource.TOPIC && request.days().getFirst() < bounds.keptFrom()) {
      throw new ReplayException(
          "the samples topic has not all records of "
              + Instant.ofEpochMilli(request.days().getFirst())
              + " any more, for their age"
              + (bounds.keptFrom() == Long.MAX_VALUE
                  ? ""
                  : "; all it has is from " + Instant.ofEpochMilli(bounds.keptFrom()) + " on")
              + ": take --source raw, or later days");
    }
    ReplayJob job = new ReplayJob(clock.millis(), request, bounds, ReplayStep.COMPUTING);
    jobs.save(job);
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
    List<Long> days = daysToDo(job, progress);
    if (job.request().source() == ReplaySource.TOPIC && !days.isEmpty()) {
      new TopicStage(settings, clickhouse, job, days).run(progress);
    }
    ReplaySamples samples = new ReplaySamples(clickhouse, job);
    for (long day : days) {
      new DayReplay(samples, windows, job, day, progress).run(jobs);
    }
    jobs.save(job.at(ReplayStep.COMPUTED));
    TopicStage.drop(clickhouse, id);
  }

  private List<Long> daysToDo(ReplayJob job, ReplayProgress progress)
      throws IOException, InterruptedException {
    Set<Long> done = jobs.daysDone(job.id());
    List<Long> days = new ArrayList<>();
    int possible = 0;
    for (long day : job.request().days()) {
      String name = "day " + Instant.ofEpochMilli(day);
      if (Window.H24.end(day) > job.bounds().closedTo()) {
        progress.leftOut(name + ": it is still open; its windows are the processor's");
      } else if (day < job.bounds().keptFrom()) {
        progress.leftOut(name + ": raw samples of it have been deleted for their age");
      } else {
        possible++;
        if (!done.contains(day)) {
          days.add(day);
        }
      }
    }
    if (possible == 0) {
      throw new ReplayException("no day is left that can be computed");
    }
    return days;
  }

  /** Gives the windows that a replay changes, by length, the greatest differences first. */
  public void differences(long id, Window window, Consumer<ReplayDifference> each)
      throws IOException, InterruptedException {
    windows.compare(id, window, each::accept);
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
    long published = new ReplayPublisher(settings, windows).publish(job, progress);
    jobs.save(job.at(ReplayStep.PUBLISHED));
    return published;
  }

  /** Whether readers see it: all of it, or nothing. */
  public boolean isVisible(long id) throws IOException, InterruptedException {
    ReplayJob job = job(id);
    return job.step().compareTo(ReplayStep.MOVED) >= 0
        || windows.isVisible(id, job.bounds().partitions());
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
      windows.move(id);
      jobs.save(job.at(ReplayStep.MOVED));
    }
  }

  /** Drops what is kept aside of a moved replay; again no sooner than the longest query after. */
  public void drop(long id) throws IOException, InterruptedException {
    ReplayJob job = job(id);
    if (job.step() == ReplayStep.MOVED) {
      windows.drop(id);
      TopicStage.drop(clickhouse, id);
      jobs.save(job.at(ReplayStep.DONE));
    }
  }

  /** Drops what is kept aside of replays that were not published for long. */
  private void forgetOld() throws IOException, InterruptedException {
    long before = clock.millis() - UNPUBLISHED.toMillis();
    for (ReplayJob job :
        jobs.list("step < " + ReplayStep.PUBLISHED.ordinal() + " AND generation < " + before)) {
      if (!windows.isVisible(job.id(), job.bounds().partitions())) {
        windows.drop(job.id());
        TopicStage.drop(clickhouse, job.id());
        jobs.save(job.at(ReplayStep.DONE));
      }
    }
  }

  /** The replays that were published and not moved, or not dropped yet, the oldest first. */
  public List<Long> untidied() throws IOException, InterruptedException {
    return jobs
        .list(
            "step IN (" + ReplayStep.PUBLISHED.ordinal() + ", " + ReplayStep.MOVED.ordinal() + ")")
        .stream()
        .map(ReplayJob::id)
        .toList();
  }

  private ReplayJob job(long id) throws IOException, InterruptedException {
    ReplayJob job = jobs.find(id);
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
