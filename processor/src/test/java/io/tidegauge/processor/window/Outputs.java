package io.tidegauge.processor.window;

import io.tidegauge.contract.reject.RejectRecord;
import io.tidegauge.contract.revision.RevisionRecord;
import io.tidegauge.contract.rollup.RollupRecord;
import java.util.ArrayList;
import java.util.List;

/** Keeps what an engine gives. */
final class Outputs implements EngineOutput {

  final List<RollupRecord> rollups = new ArrayList<>();
  final List<RevisionRecord.Request> revisions = new ArrayList<>();
  final List<RejectRecord> rejects = new ArrayList<>();

  @Override
  public void rollup(RollupRecord rollup) {
    rollups.add(rollup);
  }

  @Override
  public void revision(RevisionRecord.Request request) {
    revisions.add(request);
  }

  @Override
  public void reject(RejectRecord reject) {
    rejects.add(reject);
  }

  List<RollupRecord.OfSeries> ofSeries() {
    List<RollupRecord.OfSeries> ofSeries = new ArrayList<>();
    for (RollupRecord rollup : rollups) {
      if (rollup instanceof RollupRecord.OfSeries one) {
        ofSeries.add(one);
      }
    }
    return ofSeries;
  }

  void clear() {
    rollups.clear();
    revisions.clear();
    rejects.clear();
  }
}
