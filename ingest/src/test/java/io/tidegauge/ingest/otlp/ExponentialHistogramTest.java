package io.tidegauge.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogram;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint.Buckets;
import io.tidegauge.contract.series.MetricKind;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ExponentialHistogramTest {

  @Test
  void takesTheBoundsOfItsBuckets() {
    // The example of opentelemetry-proto (examples/metrics.json): 0 once, two values in (4, 8].
    ExponentialHistogramDataPoint point =
        point(0).setCount(3).setSum(10).setZeroCount(1).setPositive(buckets(1, 0, 2)).build();

    assertThat(translate(point))
        .extracting(s -> s.name() + " " + s.labels().get("le") + " " + s.value())
        .containsExactly(
            "sizes_bucket 0 1.0",
            "sizes_bucket 4 1.0",
            "sizes_bucket 8 3.0",
            "sizes_bucket +Inf 3.0",
            "sizes_sum null 10.0",
            "sizes_count null 3.0");
  }

  @Test
  void countsNegativeBucketsFirst() {
    ExponentialHistogramDataPoint point =
        point(0)
            .setCount(6)
            .setSum(-3)
            .setNegative(buckets(0, 2, 1))
            .setZeroCount(1)
            .setZeroThreshold(0.5)
            .setPositive(buckets(-2, 1, 1))
            .build();

    List<CollectingSink.Sample> samples = translate(point);

    // The bounds 0.25 and 0.5 lie in the zero bucket; their counts come with the next bound.
    assertThat(samples)
        .extracting(s -> s.name() + " " + s.labels().get("le") + " " + s.value())
        .containsExactly(
            "sizes_bucket -2 1.0",
            "sizes_bucket -1 3.0",
            "sizes_bucket 0.5 4.0",
            "sizes_bucket 1 6.0",
            "sizes_bucket +Inf 6.0",
            "sizes_sum null -3.0",
            "sizes_count null 6.0");
    assertThat(samples.get(5).kind()).isEqualTo(MetricKind.GAUGE);
  }

  @Test
  void boundsThatNoDoubleHoldsAreLeftOut() {
    // At scale -12 bucket -1 is (2^-4096, 1], bucket 0 (1, 2^4096].
    ExponentialHistogramDataPoint point =
        point(-12)
            .setCount(15)
            .setNegative(buckets(-1, 2, 1))
            .setZeroCount(4)
            .setPositive(buckets(-1, 5, 3))
            .build();

    assertThat(translate(point))
        .filteredOn(s -> s.name().equals("sizes_bucket"))
        .extracting(s -> s.labels().get("le") + " " + s.value())
        .containsExactly("-1 1.0", "0 7.0", "1 12.0", "+Inf 15.0");
  }

  @Property(tries = 300)
  void keepsEveryCountAtItsBounds(
      @ForAll long seed, @ForAll @IntRange(min = -9, max = 20) int scale) {
    Random random = new Random(seed);
    Buckets positive = randomBuckets(random, scale);
    Buckets negative = random.nextBoolean() ? randomBuckets(random, scale) : buckets(0);
    long count = sum(positive) + sum(negative);

    Map<Double, Double> bounds = new TreeMap<>();
    for (CollectingSink.Sample sample :
        translate(
            point(scale).setCount(count).setPositive(positive).setNegative(negative).build())) {
      if (sample.name().equals("sizes_bucket")) {
        bounds.put(parse(sample.labels().getOrDefault("le", "")), sample.value());
      }
    }

    assertThat(bounds).hasSizeLessThanOrEqualTo(Otlp.PROPERTIES.maxExponentialBuckets() + 3);
    bounds.forEach(
        (bound, below) -> {
          if (bound != Double.POSITIVE_INFINITY) {
            assertThat(below).isEqualTo(below(positive, negative, scale, bound), within(0.0));
          }
        });
    assertThat(bounds).containsEntry(Double.POSITIVE_INFINITY, (double) count);
  }

  /** Values at or below a bound: the buckets whose middle is. */
  private static double below(Buckets positive, Buckets negative, int scale, double bound) {
    double sum = 0;
    for (int i = 0; i < positive.getBucketCountsCount(); i++) {
      sum += middle(positive, i, scale) < bound ? positive.getBucketCounts(i) : 0;
    }
    for (int i = 0; i < negative.getBucketCountsCount(); i++) {
      sum += -middle(negative, i, scale) < bound ? negative.getBucketCounts(i) : 0;
    }
    return sum;
  }

  private static double middle(Buckets buckets, int i, int scale) {
    return Math.pow(2, (buckets.getOffset() + i + 0.5) * Math.pow(2, -scale));
  }

  private static Buckets randomBuckets(Random random, int scale) {
    // As far as doubles reach: 2^(index * 2^-scale) from 2^-900 to 2^900.
    int reach = (int) Math.clamp(900 * Math.pow(2, scale), 1, 1_000_000);
    int size = Math.min(2 * reach, 1 + random.nextInt(160));
    Buckets.Builder buckets =
        Buckets.newBuilder().setOffset(random.nextInt(2 * reach - size + 1) - reach);
    for (int i = 0; i < size; i++) {
      buckets.addBucketCounts(random.nextInt(4) == 0 ? random.nextInt(1000) : 0);
    }
    return buckets.build();
  }

  private static long sum(Buckets buckets) {
    return buckets.getBucketCountsList().stream().mapToLong(Long::longValue).sum();
  }

  private static Buckets buckets(int offset, long... counts) {
    Buckets.Builder buckets = Buckets.newBuilder().setOffset(offset);
    for (long count : counts) {
      buckets.addBucketCounts(count);
    }
    return buckets.build();
  }

  private static ExponentialHistogramDataPoint.Builder point(int scale) {
    return ExponentialHistogramDataPoint.newBuilder().setTimeUnixNano(Otlp.NANOS).setScale(scale);
  }

  private static double parse(String bound) {
    return bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound);
  }

  private static List<CollectingSink.Sample> translate(ExponentialHistogramDataPoint point) {
    ExponentialHistogram histogram =
        ExponentialHistogram.newBuilder()
            .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
            .addDataPoints(point)
            .build();
    return Otlp.translate(
            Otlp.request(Otlp.metric("sizes", "").setExponentialHistogram(histogram).build()))
        .samples();
  }
}
