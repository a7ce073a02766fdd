package io.tidegauge.contract.rollup;

import static io.tidegauge.contract.testing.Samples.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.testing.Sample;
import io.tidegauge.contract.testing.Samples;
import io.tidegauge.contract.window.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** 24h made of 1h made of 15m made of 5m equals aggregating the samples directly. */
class HierarchyTest {

  @Property
  void everyWindowMadeOfItsChildrenEqualsTheSamplesAggregatedDirectly(
      @ForAll("twoDays") List<Sample> samples, @ForAll boolean counter) {
    Map<Long, Aggregate> children = direct(Window.M5, samples, counter);
    for (Window window : List.of(Window.M15, Window.H1, Window.H24)) {
      Map<Long, Aggregate> made = new TreeMap<>();
      children.forEach(
          (start, child) ->
              made.computeIfAbsent(window.start(start), s -> new Aggregate())
                  .mergeOverTime(child, counter));

      assertThat(made).isEqualTo(direct(window, samples, counter));
      children = made;
    }
  }

  private static Map<Long, Aggregate> direct(Window window, List<Sample> samples, boolean counter) {
    return samples.stream()
        .collect(
            Collectors.groupingBy(
                s -> window.start(s.timestamp()),
                TreeMap::new,
                Collectors.collectingAndThen(
                    Collectors.toList(), list -> Samples.aggregate(list, counter))));
  }

  /** Sorted in time; multiples of 1/4, so that sums are exact; resets and NaN among them. */
  @Provide
  Arbitrary<List<Sample>> twoDays() {
    Arbitrary<Double> values =
        Arbitraries.frequencyOf(
            Tuple.of(8, Samples.counterValues()),
            Tuple.of(1, Arbitraries.just(Double.NaN)),
            Tuple.of(1, Arbitraries.of(0.0)));
    Arbitrary<Long> steps =
        Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.longs().between(1, 120_000)),
            Tuple.of(2, Arbitraries.of(300_000L, 900_000L, 3_600_000L)),
            Tuple.of(1, Arbitraries.longs().between(1, 20_000_000)));
    return Combinators.combine(steps, values)
        .as(Sample::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(120)
        .map(HierarchyTest::inOrder);
  }

  private static List<Sample> inOrder(List<Sample> steps) {
    List<Sample> samples = new ArrayList<>();
    long time = DAY;
    for (Sample step : steps) {
      samples.add(new Sample(time, step.value()));
      time += step.timestamp();
    }
    return samples;
  }
}
