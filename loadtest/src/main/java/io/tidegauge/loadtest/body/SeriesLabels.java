package io.tidegauge.loadtest.body;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The label sets. Every host has every metric, so a body is what some hosts' agents send; a job
 * follows from the metric, region and environment from the host, all other labels from the series.
 * Thread-safe.
 */
public final class SeriesLabels {

  private static final String[] SYLLABLES = {
    "re", "quest", "la", "tency", "cpu", "disk", "net", "que", "ue", "bytes", "read", "write",
    "cache", "hit", "gc", "heap", "node", "api", "db", "lock", "wait", "io", "err", "conn"
  };
  private static final List<String> FIRST =
      List.of("__name__", "instance", "job", "region", "env", "device");

  private final SeriesSpec spec;

  /** Of what a load is to have. */
  public SeriesLabels(SeriesSpec spec) {
    this.spec = spec;
  }

  /** A label. */
  public record Label(String name, String value) {}

  /** The labels of a series, sorted by name. */
  public List<Label> of(int series) {
    List<Label> labels = new ArrayList<>(spec.labels());
    for (int i = 0; i < spec.labels(); i++) {
      String name = i < FIRST.size() ? FIRST.get(i) : "label_%02d".formatted(i);
      labels.add(new Label(name, value(i, series)));
    }
    labels.sort(Comparator.comparing(Label::name));
    return labels;
  }

  /** The name of the metric of a series. */
  public String metricName(int series) {
    return value(0, series);
  }

  /** Which metric a series is of, from 0. */
  int metric(int series) {
    return series % spec.cardinality().get(0);
  }

  /** What the values of a series are like. */
  public ValueKind kind(int series) {
    return spec.values().kind(spec.seed(), metric(series));
  }

  private String value(int label, int series) {
    int metric = metric(series);
    int host = series / spec.cardinality().get(0);
    return switch (label) {
      case 0 -> word(0, metric, '_', 2) + (kind(series) == ValueKind.COUNTER ? "_total" : "");
      case 1 -> word(1, host, '-', 1) + ".example.com:9100";
      case 2 -> word(2, pick(1, metric), '-', 1);
      case 3 -> word(3, pick(2, host), '-', 1);
      case 4 -> word(4, pick(3, host), '-', 1);
      default -> word(label, pick(4, series + 31L * label), '-', 1);
    };
  }

  private int pick(int cardinality, long from) {
    return Mix.below(spec.cardinality().get(cardinality), spec.seed(), 100L + cardinality, from);
  }

  /** A word of some syllables, different for each number. */
  private String word(int label, int number, char separator, int least) {
    StringBuilder word = new StringBuilder();
    int syllables = least + Mix.below(3, spec.seed(), label, number);
    for (int i = 0; i < syllables; i++) {
      long from = (long) number << 8 | i;
      word.append(SYLLABLES[Mix.below(SYLLABLES.length, spec.seed(), 1000L + label, from)]);
      word.append(i + 1 == syllables ? separator : '_');
    }
    return word.append(Integer.toString(number, Character.MAX_RADIX)).toString();
  }
}
