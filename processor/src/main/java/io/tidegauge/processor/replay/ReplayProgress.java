package io.tidegauge.processor.replay;

/** Is told how far a replay is; called from the thread that runs it. */
public interface ReplayProgress {

  /**
   * How far it is.
   *
   * @param what is being done
   * @param done of {@code total}
   */
  void at(String what, long done, long total);

  /** A day or a metric that is left out, and why. */
  void leftOut(String what);
}
