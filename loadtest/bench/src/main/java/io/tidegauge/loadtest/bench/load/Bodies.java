package io.tidegauge.loadtest.bench.load;

import io.tidegauge.loadtest.body.BodyTemplate;
import io.tidegauge.loadtest.body.SeriesLabels;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The bodies of a load: every series is in one of them. */
final class Bodies {

  private final List<BodyTemplate> all;

  private Bodies(List<BodyTemplate> all) {
    this.all = all;
  }

  static Bodies of(LoadSpec spec) {
    SeriesLabels labels = new SeriesLabels(spec.seriesSpec());
    SplittableRandom random = new SplittableRandom(spec.seed());
    List<BodyTemplate> all = new ArrayList<>();
    int first = 0;
    while (first < spec.series()) {
      int size = random.nextInt(spec.fewest(), spec.most() + 1);
      int count = Math.min(size, spec.series() - first);
      all.add(new BodyTemplate(labels, first, count, spec.seed()));
      first += count;
    }
    return new Bodies(all);
  }

  /** All of them. */
  List<BodyTemplate> all() {
    return all;
  }

  /** Those that a connection sends, always the same, so that a series stays in order. */
  List<BodyTemplate> of(int connection, int connections) {
    List<BodyTemplate> own = new ArrayList<>();
    for (int i = connection; i < all.size(); i += connections) {
      own.add(all.get(i));
    }
    return own;
  }
}
