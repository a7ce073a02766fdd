package io.tidegauge.processor.replay;

import io.tidegauge.processor.sink.clickhouse.ClickHouseClient;
import io.tidegauge.processor.sink.clickhouse.InsertBody;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is noted of replays, in ClickHouse: what was asked for and how far they are. */
final class ReplayJobs {

  private final ClickHouseClient clickhouse;

  ReplayJobs(ClickHouseClient clickhouse) {
    this.clickhouse = clickhouse;
  }

  void save(ReplayJob job) throws IOException, InterruptedException {
    InsertBody body = clickhouse.newBody();
    body.uint64(job.id());
    body.uint8(job.step().ordinal());
    body.string(job.toText());
    clickhouse.insert("INSERT INTO replays (generation, step, request) FORMAT RowBinary", "", body);
  }

  /** Replays, the oldest first. */
  List<ReplayJob> list(String condition) throws IOException, InterruptedException {
    List<ReplayJob> jobs = new ArrayList<>();
    clickhouse.query(
        "SELECT generation, step, request FROM replays FINAL WHERE "
            + condition
            + " ORDER BY generation FORMAT RowBinary",
        rows -> {
          while (rows.next()) {
            long id = rows.uint64();
            ReplayStep step = ReplayStep.values()[rows.uint8()];
            jobs.add(ReplayJob.ofText(id, step, rows.string()));
          }
          return jobs;
        });
    return jobs;
  }

  @Nullable ReplayJob find(long id) throws IOException, InterruptedException {
    List<ReplayJob> jobs = list("generation = " + id);
    return jobs.isEmpty() ? null : jobs.getFirst();
  }

  /** Notes that a day was compared. */
  void dayDone(long id, long day, long series, long windows)
      throws IOException, InterruptedException {
    InsertBody body = clickhouse.newBody();
    body.uint64(id);
    body.uint64(day);
    body.uint64(series);
    body.uint64(windows);
    clickhouse.insert(
        "INSERT INTO replay_days (generation, day, series, windows) FORMAT RowBinary", "", body);
  }

  Set<Long> daysDone(long id) throws IOException, InterruptedException {
    return clickhouse.query(
        "SELECT DISTINCT day FROM replay_days WHERE generation = " + id + " FORMAT RowBinary",
        rows -> {
          Set<Long> days = new HashSet<>();
          while (rows.next()) {
            days.add(rows.uint64());
          }
          return days;
        });
  }
}
