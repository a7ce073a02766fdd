package io.tidegauge.loadtest.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeriesLabelsTest {

  private static final int SERIES = 4000;

  @Test
  void seriesDifferAndHaveAsManyValuesAsWereAskedFor() {
    SeriesLabels labels = new SeriesLabels(spec(6, List.of(40, 9, 4, 3, 12), 5));
    Set<List<SeriesLabels.Label>> all = new HashSet<>();
    for (int i = 0; i < SERIES; i++) {
      List<SeriesLabels.Label> set = labels.of(i);
      assertThat(set)
          .hasSize(6)
          .isSortedAccordingTo(Comparator.comparing(SeriesLabels.Label::name));
      all.add(set);
    }
    assertThat(all).hasSize(SERIES);
    assertThat(values(all, "__name__")).hasSize(40);
    assertThat(values(all, "instance")).hasSize(SERIES / 40);
    assertThat(values(all, "job")).hasSizeBetween(2, 9);
    assertThat(values(all, "region")).hasSizeBetween(2, 4);
    assertThat(values(all, "env")).hasSizeBetween(2, 3);
    assertThat(values(all, "device")).hasSize(12);
  }

  @Test
  void anotherSeedGivesOtherTexts() {
    List<Integer> cardinality = List.of(40, 9, 4, 3, 12);
    assertThat(new SeriesLabels(spec(6, cardinality, 1)).of(7))
        .isNotEqualTo(new SeriesLabels(spec(6, cardinality, 2)).of(7));
  }

  @Test
  void moreLabelsThanUsual() {
    SeriesSpec spec = spec(9, List.of(3, 1, 1, 1, 5), 1);

    assertThat(new SeriesLabels(spec).of(4))
        .extracting(SeriesLabels.Label::name)
        .containsExactly(
            "__name__",
            "device",
            "env",
            "instance",
            "job",
            "label_06",
            "label_07",
            "label_08",
            "region");
  }

  @Test
  void seriesThatAreNoneAreRefused() {
    List<Integer> four = List.of(1, 1, 1, 1);
    assertThatThrownBy(() -> spec(6, four, 1)).hasMessageContaining("--cardinality");
    List<Integer> five = List.of(1, 1, 1, 1, 1);
    assertThatThrownBy(() -> spec(1, five, 1)).hasMessageContaining("--labels");
  }

  @Test
  void allValuesAreOfOneKindWhereThatIsAskedFor() {
    SeriesSpec mixed = spec(6, List.of(50, 1, 1, 1, 5), 1);
    SeriesSpec percent = new SeriesSpec(6, mixed.cardinality(), 1, ValueMix.of("percent"));

    assertThat(kinds(mixed)).containsExactlyInAnyOrder(ValueKind.values());
    assertThat(kinds(percent)).containsExactly(ValueKind.PERCENTAGE);
    assertThatThrownBy(() -> ValueMix.of("normal"))
        .hasMessage("--values is 'normal', give one of mixed, log-normal, percent");
  }

  private static Set<ValueKind> kinds(SeriesSpec spec) {
    SeriesLabels labels = new SeriesLabels(spec);
    Set<ValueKind> kinds = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      kinds.add(labels.kind(i));
    }
    return kinds;
  }

  private static SeriesSpec spec(int labels, List<Integer> cardinality, long seed) {
    return new SeriesSpec(labels, cardinality, seed, ValueMix.MIXED);
  }

  private static Set<String> values(Set<List<SeriesLabels.Label>> sets, String name) {
    Set<String> values = new HashSet<>();
    sets.forEach(
        set ->
            set.stream()
                .filter(label -> label.name().equals(name))
                .forEach(label -> values.add(label.value())));
    return values;
  }
}
