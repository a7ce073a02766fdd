package io.tidegauge.processor.window;

import io.tidegauge.contract.reject.RejectRecord;
import io.tidegauge.contract.rollup.RollupRecord;

/** Where results go while a record is processed. Called on the thread that feeds the engine. */
public interface EngineOutput {

  /** A rollup or a mark; its aggregate will not change any more. */
  void rollup(RollupRecord rollup);

  /** A sample, or a record, that was refused. */
  void reject(RejectRecord reject);
}
