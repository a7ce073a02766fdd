package io.tidegauge.processor.window;

import io.tidegauge.contract.reject.RejectReason;

/** What an engine has done since it was made: plain counts, read by the thread that feeds it. */
public final class EngineCounters {

  long records;
  long samples;
  long duplicates;
  long conflicts;
  long late;
  long staleMarkers;
  long overLimit;
  long duplicateBatches;
  long batchesTooFarBack;
  long malformed;
  long closed;
  long revised;

  EngineCounters() {}

  /** Gives each count with its name. */
  public void forEach(Visitor visitor) {
    visitor.count("records", records);
    visitor.count("samples", samples);
    visitor.count("duplicates", duplicates);
    visitor.count("conflicts", conflicts);
    visitor.count("late", late);
    visitor.count("stale_markers", staleMarkers);
    visitor.count(RejectReason.SERIES_LIMIT.label(), overLimit);
    visitor.count("duplicate_batches", duplicateBatches);
    visitor.count(RejectReason.BATCH_TOO_FAR_BACK.label(), batchesTooFarBack);
    visitor.count("malformed", malformed);
    visitor.count("windows_closed", closed);
    visitor.count("windows_revised", revised);
  }

  /** Takes a count. */
  @FunctionalInterface
  public interface Visitor {

    /** One count. */
    void count(String name, long value);
  }
}
