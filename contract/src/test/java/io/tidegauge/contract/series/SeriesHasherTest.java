package io.tidegauge.contract.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegauge.contract.testing.Rollups;
import io.tidegauge.contract.topic.Topics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The identity of series: fixed for ever, and independent of how labels came. */
class SeriesHasherTest {

  /** Stored in every table and topic: these must never change. Computed by xxhsum, not by us. */
  @Test
  void idsAreWhatTheyHaveAlwaysBeen() {
    assertThat(SeriesHasher.of("default", Labels.of("up")))
        .hasToString("1941ff9f723de5e56aef35c124b46c48");
    assertThat(
            SeriesHasher.of(
                "default", Labels.of("node_load1", "instance", "a:9100", "job", "node")))
        .hasToString("835d26f4f24373a6a22d2aabf176c8cc");
    assertThat(SeriesHasher.of("ténant", Labels.of("größe", "λ", "\uD83C\uDF0A")))
        .hasToString("3a77bc7c44609beae98b7bf5a5e93c99");
  }

  @Property
  void theOrderInWhichLabelsCameDoesNotMatter(
      @ForAll("labels") Labels labels, @ForAll Random random) {
    List<Map.Entry<String, String>> entries = new ArrayList<>(labels.toMap().entrySet());
    Collections.shuffle(entries, random);
    Map<String, String> shuffled = new LinkedHashMap<>();
    entries.forEach(e -> shuffled.put(e.getKey(), e.getValue()));
    shuffled.put("left_out", "");

    assertThat(Labels.of(shuffled)).isEqualTo(labels);
    assertThat(SeriesHasher.of("t", Labels.of(shuffled))).isEqualTo(SeriesHasher.of("t", labels));
  }

  @Property
  void anotherTenantLabelOrValueIsAnotherSeries(@ForAll("labels") Labels labels) {
    SeriesId id = SeriesHasher.of("t", labels);
    Map<String, String> more = labels.toMap();
    more.put("zzzzzzzzzz", "1");
    Map<String, String> changed = labels.toMap();
    changed.put(Labels.NAME, labels.metric() + "x");

    assertThat(SeriesHasher.of("u", labels)).isNotEqualTo(id);
    assertThat(SeriesHasher.of("t", Labels.of(more))).isNotEqualTo(id);
    assertThat(SeriesHasher.of("t", Labels.of(changed))).isNotEqualTo(id);
  }

  @Test
  void whatEndsANameAndStartsAValueMatters() {
    assertThat(SeriesHasher.of("t", Labels.of("m", "ab", "c")))
        .isNotEqualTo(SeriesHasher.of("t", Labels.of("m", "a", "bc")));
  }

  @Test
  void aSeriesOfManyLabelsHasAnIdToo() {
    Map<String, String> many = new LinkedHashMap<>();
    for (int i = 0; i < 500; i++) {
      many.put("label" + i, "value" + i);
    }

    assertThat(SeriesHasher.of("t", Labels.of(many)))
        .isEqualTo(SeriesHasher.of("t", Labels.of(many)));
  }

  @Property
  void theTextFormComesBackAndSortsAsTheIdsDo(@ForAll long high, @ForAll long low) {
    SeriesId id = new SeriesId(high, low);
    SeriesId other = new SeriesId(low, high);

    assertThat(SeriesId.parse(id.toString())).isEqualTo(id);
    assertThat(Integer.signum(id.compareTo(other)))
        .isEqualTo(Integer.signum(id.toString().compareTo(other.toString())));
  }

  @Test
  void aTextThatIsNoIdIsRefused() {
    assertThatThrownBy(() -> SeriesId.parse("12"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32 hexadecimal digits");
    assertThatThrownBy(() -> SeriesId.parse("x".repeat(32)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void everySeriesHasAPartition(@ForAll long low, @ForAll @IntRange(min = 1, max = 512) int n) {
    assertThat(Topics.partition(low, n)).isBetween(0, n - 1);
  }

  @Test
  void thePartitionIsUnsigned() {
    assertThat(Topics.partition(-1L, 10)).isEqualTo(5); // 2^64 - 1 ends in 5
  }

  @Provide
  Arbitrary<Labels> labels() {
    return Rollups.labels();
  }
}
