package io.tidegauge.processor.window;

import io.tidegauge.contract.reject.RejectRecord;
import io.tidegauge.contract.revision.RevisionRecord;
import io.tidegauge.contract.rollup.RollupRecord;

/** Where results go while a record is processed. Called on the thread that feeds the engine. */
public interface EngineOutput {

  /** A rollup or a mark; its aggregate will not change any more. */
  void rollup(RollupRecord rollup);

  /** A closed window that a late sample falls in is to be computed again. */
  void revision(RevisionRecord.Request request);

  /** A sample, or a record, that was refused. */
  void reject(RejectRecord reject);
}
