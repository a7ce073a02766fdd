package io.tidegauge.query.json;

import io.tidegauge.contract.rollup.Aggregate;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One number of a window's values, by the name that it has in {@code agg}, JSON and CSV. Immutable.
 */
public final class Measure {

  private static final Set<String> NAMES =
      Set.of("count", "sum", "min", "max", "avg", "stddev", "first", "last", "increase", "rate");

  /** What a window's values are where no {@code agg} says otherwise. */
  public static final List<Measure> ALL =
      parse("count,sum,min,max,avg,stddev,first,last,increase,p50,p90,p95,p99");

  private final String name;
  private final double quantile;

  private Measure(String name, double quantile) {
    this.name = name;
    this.quantile = quantile;
  }

  /** The measures of a comma-separated list, each once, with an error that lists the choices. */
  public static List<Measure> parse(String list) {
    return Stream.of(list.split(",", -1)).map(String::strip).distinct().map(Measure::of).toList();
  }

  private static Measure of(String name) {
    if (NAMES.contains(name)) {
      return new Measure(name, Double.NaN);
    }
    if (name.matches("p\\d{1,3}(\\.\\d{1,4})?")) {
      double quantile = new BigDecimal(name.substring(1)).movePointLeft(2).doubleValue();
      if (quantile <= 1) {
        return new Measure(name, quantile);
      }
    }
    throw new IllegalArgumentException(
        "unknown agg '"
            + name
            + "', use avg, min, max, sum, count, first, last, increase, rate, stddev or p0 to"
            + " p100");
  }

  /** The name. */
  public String name() {
    return name;
  }

  /** What of an aggregate it is made of, beside the counts. */
  public Set<AggregateField> fields() {
    return switch (name) {
      case "count" -> Set.of();
      case "sum", "avg" -> Set.of(AggregateField.SUM);
      case "min" -> Set.of(AggregateField.MIN);
      case "max" -> Set.of(AggregateField.MAX);
      case "stddev" -> Set.of(AggregateField.SUM, AggregateField.SUM_OF_SQUARES);
      case "first" -> Set.of(AggregateField.FIRST);
      case "last" -> Set.of(AggregateField.LAST);
      case "increase", "rate" -> Set.of(AggregateField.INCREASE);
      default -> Set.of(AggregateField.SKETCH, AggregateField.MIN, AggregateField.MAX);
    };
  }

  /** Whether it is a whole number: the count. */
  public boolean isCount() {
    return name.equals("count");
  }

  /** Whether there are points without it. */
  public boolean mayBeAbsent() {
    return name.equals("first") || name.equals("last");
  }

  /** Whether a point has it: merged series have no first and no last. */
  public boolean appliesTo(Aggregate aggregate) {
    return aggregate.ordered() || !mayBeAbsent();
  }

  /**
   * The number.
   *
   * @param watermark event time in ms up to which an open window's rate counts
   */
  public double of(Point point, long watermark) {
    double value = value(point, watermark);
    return Double.isNaN(value) ? Double.NaN : value; // one NaN, whatever the bits of this one
  }

  private double value(Point point, long watermark) {
    Aggregate a = point.aggregate();
    return switch (name) {
      case "count" -> a.count();
      case "sum" -> a.sum();
      case "min" -> a.min();
      case "max" -> a.max();
      case "avg" -> a.average();
      case "stddev" -> a.standardDeviation();
      case "first" -> a.first();
      case "last" -> a.last();
      case "increase" -> a.increase();
      case "rate" -> a.increase() / seconds(point, watermark);
      default -> a.quantile(quantile);
    };
  }

  private static double seconds(Point point, long watermark) {
    long length = point.window().millis();
    if (point.isFinal() || watermark == Long.MIN_VALUE) {
      return length / 1000.0;
    }
    return Math.clamp(watermark - point.start(), 1_000, length) / 1000.0;
  }

  @Override
  public String toString() {
    return name;
  }
}
