package io.tidegauge.contract.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import org.junit.jupiter.api.Test;

class LabelsTest {

  @Test
  void labelsAreSortedByTheBytesOfTheirNames() {
    // U+FF5E is before U+1F30A in UTF-8, but after it in UTF-16.
    Labels labels = Labels.of("m", "\uD83C\uDF0A", "1", "\uFF5E", "2", "Z", "3", "a", "4");

    assertThat(labels.toMap().keySet())
        .containsExactly("Z", "__name__", "a", "\uFF5E", "\uD83C\uDF0A");
    assertThat(labels.metric()).isEqualTo("m");
    assertThat(labels.get("Z")).isEqualTo("3");
    assertThat(labels.get("absent")).isNull();
  }

  @Property
  void textsAreComparedByTheirBytes(
      @ForAll @CharRange(from = 'a', to = 'b') @Chars({'\uD83C', '\uDF0A', '\uFF5E', '\u00E9'})
          String one,
      @ForAll @CharRange(from = 'a', to = 'b') @Chars({'\uD83C', '\uDF0A', '\uFF5E', '\u00E9'})
          String other) {
    String a = wellFormed(one);
    String b = wellFormed(other);
    int byBytes =
        Arrays.compareUnsigned(
            a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    assertThat(Integer.signum(Labels.compareBytes(a, b))).isEqualTo(Integer.signum(byBytes));
  }

  /** Surrogates in pairs only, as all are that come from UTF-8. */
  private static String wellFormed(String text) {
    return text.replace("\uDF0A", "").replace("\uD83C", "\uD83C\uDF0A");
  }

  @Test
  void pairsAreTheSameLabelsInWhateverOrderTheyCome() {
    Labels labels = Labels.of("m", "a", "1", "b", "2");

    assertThat(Labels.ofPairs(new String[] {"__name__", "m", "a", "1", "b", "2"}))
        .isEqualTo(labels);
    assertThat(Labels.ofPairs(new String[] {"b", "2", "__name__", "m", "a", "1"}))
        .isEqualTo(labels);
    assertThat(Labels.ofPairs(new String[] {"__name__", "m", "a", "1", "b", "2", "c", ""}))
        .isEqualTo(labels);
    assertThat(Labels.ofPairs(new String[] {"__name__", "m", "a", "0", "a", "1", "b", "2"}))
        .isEqualTo(labels);
    assertThat(Labels.ofPairs(new String[0])).isEqualTo(Labels.of(Map.of()));
  }

  @Test
  void aLabelWithAnEmptyValueDoesNotExist() {
    assertThat(Labels.of("m", "a", "")).isEqualTo(Labels.of("m"));
    assertThat(Labels.of("").metric()).isEmpty();
  }

  @Test
  void theFirstOfTheServerLabelsCounts() {
    assertThat(ServerRule.serverOf(Labels.of("m", "instance", "a:9100", "host", "b")))
        .isEqualTo("b");
    assertThat(ServerRule.serverOf(Labels.of("m", "instance", "a:9100", "host_name", "c")))
        .isEqualTo("c");
  }

  @Test
  void thePortOfAnInstanceIsLeftOut() {
    List<List<String>> cases =
        List.of(
            List.of("web-1:9100", "web-1"),
            List.of("web-1", "web-1"),
            List.of("10.0.0.1:80", "10.0.0.1"),
            List.of("[::1]:9100", "[::1]"),
            List.of("::1", "::1"),
            List.of("web-1:http", "web-1:http"),
            List.of("web-1:", "web-1:"),
            List.of(":9100", ":9100"));

    for (List<String> c : cases) {
      assertThat(ServerRule.serverOf(Labels.of("m", "instance", c.get(0))))
          .as(c.get(0))
          .isEqualTo(c.get(1));
    }
    assertThat(ServerRule.serverOf(Labels.of("m"))).isEmpty();
  }

  @Test
  void everyKindSurvivesTheMetadataThatCarriesIt() {
    assertThat(MetricKind.ofMetadataType(MetricKind.COUNTER.metadataType()))
        .isEqualTo(MetricKind.COUNTER);
    assertThat(MetricKind.ofMetadataType(MetricKind.GAUGE.metadataType()))
        .isEqualTo(MetricKind.GAUGE);
    assertThat(Arrays.stream(MetricKind.values()).mapToInt(MetricKind::ordinal))
        .containsExactly(0, 1, 2); // in records.proto
  }
}
