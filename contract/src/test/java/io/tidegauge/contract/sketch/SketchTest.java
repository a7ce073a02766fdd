package io.tidegauge.contract.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.testing.Samples;
import io.tidegauge.contract.wire.ProtoReader;
import io.tidegauge.contract.wire.ProtoWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

/** The sketch: its error, and that merging is exact. */
class SketchTest {

  /** Of floating-point rounding, beside the error that is promised. */
  private static final double ROUNDING = 1e-12;

  @Property
  void theKeyStandsForItsValueWithinTheError(@ForAll("anyValue") double value) {
    double estimate = BucketMapping.value(BucketMapping.key(value));

    assertWithinError(estimate, value);
  }

  @Property(tries = 5000)
  void keysKeepTheOrderOfValues(@ForAll("anyValue") double a, @ForAll("anyValue") double b) {
    int order = Integer.compare(BucketMapping.key(a), BucketMapping.key(b));

    assertThat(order).isIn(0, a < b ? -1 : a > b ? 1 : 0);
  }

  @Property(tries = 5000)
  void neighboursAreInTheSameOrTheNextBucket(@ForAll("anyValue") double value) {
    double next = Math.nextUp(value);
    int step = BucketMapping.key(next) - BucketMapping.key(value);

    boolean edge = BucketMapping.key(value) == 0 || BucketMapping.key(next) == 0;
    if (edge || Double.isInfinite(value) || Double.isInfinite(next)) {
      assertThat(step).isNotNegative();
    } else {
      assertThat(step).isIn(0, 1);
    }
  }

  @Property
  void keysThatAreAddedTogetherCountAsOneByOne(
      @ForAll("values") List<Double> before, @ForAll("values") List<Double> values) {
    Sketch together = of(before);
    int[] keys = values.stream().mapToInt(BucketMapping::key).sorted().toArray();
    together.addSorted(keys, keys.length);

    Sketch oneByOne = of(before);
    values.forEach(oneByOne::add);
    assertThat(together).isEqualTo(oneByOne);
    together.add(1.5);
    oneByOne.add(1.5);
    assertThat(together).isEqualTo(oneByOne);
  }

  @Property
  void everyQuantileIsWithinTheError(
      @ForAll("values") List<Double> values, @ForAll @DoubleRange(min = 0, max = 1) double q) {
    Sketch sketch = of(values);
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);

    double exact = sorted.get((int) (q * (sorted.size() - 1)));
    assertWithinError(sketch.quantile(q), exact);
  }

  @Property
  void mergingInAnyOrderAndGroupingIsTheSameAsAddingAll(
      @ForAll("values") List<Double> values, @ForAll Random random) {
    Sketch all = of(values);
    List<Double> shuffled = new ArrayList<>(values);
    Collections.shuffle(shuffled, random);
    int cut = random.nextInt(shuffled.size() + 1);
    Sketch left = of(shuffled.subList(0, cut));
    Sketch right = of(shuffled.subList(cut, shuffled.size()));

    Sketch leftRight = left.copy();
    leftRight.merge(right);
    Sketch rightLeft = right.copy();
    rightLeft.merge(left);

    assertThat(leftRight).isEqualTo(all).isEqualTo(rightLeft).hasSameHashCodeAs(all);
    assertThat(leftRight.count()).isEqualTo(values.size());
  }

  @Property
  void theBytesFormComesBack(@ForAll("values") List<Double> values) {
    Sketch sketch = of(values);
    ProtoWriter out = new ProtoWriter(16);
    sketch.write(out);

    Sketch read = new Sketch();
    read.mergeFrom(new ProtoReader().reset(out.toByteArray(), 0, out.size()));

    assertThat(read).isEqualTo(sketch);
  }

  @Test
  void theBoundaryValuesHaveFixedKeys() {
    assertThat(BucketMapping.key(0.0)).isZero();
    assertThat(BucketMapping.key(-0.0)).isZero();
    assertThat(BucketMapping.key(Double.MIN_VALUE)).isZero();
    assertThat(BucketMapping.key(1.0)).isEqualTo(36_000);
    assertThat(BucketMapping.key(-1.0)).isEqualTo(-36_000);
    assertThat(BucketMapping.key(100.0)).isEqualTo(36_232);
    assertThat(BucketMapping.key(Double.MIN_NORMAL)).isEqualTo(231);
    assertThat(BucketMapping.key(Double.MAX_VALUE)).isEqualTo(71_838);
    assertThat(BucketMapping.key(Double.POSITIVE_INFINITY)).isEqualTo(BucketMapping.MAX_KEY);
  }

  @Test
  void anEmptySketchHasNoQuantile() {
    assertThat(new Sketch().quantile(0.5)).isNaN();
    assertThat(of(List.of(1.0)).quantile(-0.1)).isNaN();
    assertThat(of(List.of(1.0)).quantile(1.1)).isNaN();
    assertThat(of(List.of(1.0)).quantile(Double.NaN)).isNaN();
  }

  @Provide
  Arbitrary<Double> anyValue() {
    return Samples.anyValues().filter(v -> !v.isNaN());
  }

  @Provide
  Arbitrary<List<Double>> values() {
    return Samples.anyValues().filter(v -> !v.isNaN()).list().ofMinSize(1).ofMaxSize(200);
  }

  private static Sketch of(List<Double> values) {
    Sketch sketch = new Sketch();
    values.forEach(sketch::add);
    return sketch;
  }

  /** Below the smallest normal double a value counts as zero; an infinity is exact. */
  private static void assertWithinError(double estimate, double exact) {
    if (Double.isInfinite(exact)) {
      assertThat(estimate).isEqualTo(exact);
    } else if (Math.abs(exact) < BucketMapping.MIN_MAGNITUDE) {
      assertThat(estimate).isZero();
    } else {
      assertThat(Math.abs(estimate / exact - 1))
          .as("error of %s for %s", estimate, exact)
          .isLessThanOrEqualTo(BucketMapping.RELATIVE_ERROR + ROUNDING);
    }
  }
}
