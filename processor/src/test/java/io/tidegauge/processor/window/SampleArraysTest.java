package io.tidegauge.processor.window;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SampleArraysTest {

  @Test
  void aCapacityHoldsWhatIsWantedAndAQuarterMoreAtTheMost() {
    for (int wanted = 8; wanted <= 70_000; wanted++) {
      int capacity = SampleArrays.capacity(wanted);
      assertThat(capacity).isBetween(wanted, Math.max(wanted + 3, wanted * 5 / 4));
      assertThat(SampleArrays.capacity(capacity)).isEqualTo(capacity);
    }
    assertThat(SampleArrays.capacity(0)).isEqualTo(8);
  }

  @Test
  void eachCapacityHasItsOwnNumber() {
    int last = SampleArrays.sizeClass(SampleArrays.capacity(1));
    for (int capacity = 9; capacity <= 65_536; capacity = SampleArrays.capacity(capacity + 1)) {
      if (SampleArrays.capacity(capacity) != capacity) {
        continue;
      }
      assertThat(SampleArrays.sizeClass(capacity)).as("of %d", capacity).isEqualTo(++last);
    }
    assertThat(last).isEqualTo(56);
  }

  @Test
  void whatIsGivenBackIsUsedAgain() {
    SampleArrays arrays = new SampleArrays();
    int capacity = SampleArrays.capacity(20);
    int[] times = arrays.times(capacity);
    double[] values = arrays.values(capacity);
    assertThat(times).hasSize(20).hasSameSizeAs(values);

    arrays.release(times, values);
    assertThat(arrays.times(24)).isNotSameAs(times).hasSize(24);
    assertThat(arrays.values(24)).hasSize(24);
    assertThat(arrays.times(capacity)).isSameAs(times);
    assertThat(arrays.values(capacity)).isSameAs(values);
    assertThat(arrays.times(capacity)).isNotSameAs(times);
  }

  @Test
  void whatIsTooMuchOrTooLargeIsNotKept() {
    SampleArrays arrays = new SampleArrays();
    int large = SampleArrays.capacity(70_000);
    int[] times = arrays.times(large);
    arrays.release(times, arrays.values(large));
    assertThat(arrays.times(large)).isNotSameAs(times);

    int capacity = 32_768;
    int[] first = arrays.times(capacity);
    arrays.release(first, arrays.values(capacity));
    arrays.release(new int[capacity], new double[capacity]);
    assertThat(arrays.times(capacity)).isSameAs(first);
    arrays.values(capacity);
    assertThat(arrays.times(capacity)).isNotSameAs(first);
  }
}
