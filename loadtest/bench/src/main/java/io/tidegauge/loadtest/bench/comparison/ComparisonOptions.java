package io.tidegauge.loadtest.bench.comparison;

import io.tidegauge.loadtest.bench.load.LoadOptions;
import io.tidegauge.loadtest.bench.report.ReportOptions;
import io.tidegauge.loadtest.bench.round.PeerOptions;
import io.tidegauge.loadtest.bench.round.RoundOptions;
import io.tidegauge.loadtest.bench.system.TidegaugeOptions;
import picocli.CommandLine.Mixin;

/** The options of every comparison; a mixin. */
public final class ComparisonOptions {

  @Mixin private final RoundOptions rounds = new RoundOptions();

  @Mixin private final PeerOptions peers = new PeerOptions();

  @Mixin private final LoadOptions load = new LoadOptions();

  @Mixin private final TidegaugeOptions tidegauge = new TidegaugeOptions();

  @Mixin private final ReportOptions report = new ReportOptions();

  /** How Tidegauge's processes are run. */
  public TidegaugeOptions tidegauge() {
    return tidegauge;
  }

  /** How often. */
  RoundOptions rounds() {
    return rounds;
  }

  /** Beside whom. */
  PeerOptions peers() {
    return peers;
  }

  /** What is sent. */
  LoadOptions load() {
    return load;
  }

  /** Where data and results go. */
  ReportOptions report() {
    return report;
  }
}
