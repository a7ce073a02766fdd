package io.tidegauge.loadtest.bench.storage;

import io.tidegauge.loadtest.bench.load.FileLoad;
import io.tidegauge.loadtest.bench.load.Load;
import io.tidegauge.loadtest.bench.load.LoadResult;
import io.tidegauge.loadtest.bench.load.LoadSpec;
import io.tidegauge.loadtest.bench.system.SystemUnderTest;
import java.time.Duration;
import java.time.Instant;

/** Samples that every system gets alike. */
interface DataSet {

  /** Its name in tables. */
  String title();

  /** The first timestamp, or an earlier one: the start of a day. */
  Instant start();

  /** For how long a store must keep samples to take all of these. */
  Duration retention();

  /** Sends all of them. */
  SystemUnderTest.Sent send(SystemUnderTest system) throws InterruptedException;

  /**
   * Samples of the generator.
   *
   * @param steps samples of each series
   */
  record Generated(LoadSpec spec, Instant start, long steps) implements DataSet {

    /** As it is configured where nothing else is set. */
    private static final Duration RETENTION = Duration.ofDays(7);

    @Override
    public String title() {
      return "generated";
    }

    @Override
    public Duration retention() {
      return RETENTION;
    }

    @Override
    public SystemUnderTest.Sent send(SystemUnderTest system) throws InterruptedException {
      Load load = new Load(spec, start);
      LoadResult sent = load.runSteps(system.address(), system.path(), steps);
      return new SystemUnderTest.Sent(
          sent.samples(), spec.series(), load.steps(), load.span(), sent.refused() == 0);
    }
  }

  /**
   * Samples of files.
   *
   * @param title of the files
   */
  record Files(String title, FileLoad load, Instant start, Duration retention) implements DataSet {

    @Override
    public SystemUnderTest.Sent send(SystemUnderTest system) throws InterruptedException {
      LoadResult sent = load.send(system.address(), system.path());
      return SystemUnderTest.Sent.irregular(sent.samples(), load.series(), sent.refused() == 0);
    }
  }
}
