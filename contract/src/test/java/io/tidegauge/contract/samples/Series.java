package io.tidegauge.contract.samples;

import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.testing.Sample;
import java.util.List;

/** One series of a samples record, as objects. Two NaN are equal whatever their bits. */
record Series(Labels labels, int metadataType, String unit, String help, List<Sample> samples) {

  static Series gauge(Labels labels, Sample... samples) {
    return new Series(labels, 2, "", "", List.of(samples));
  }
}
