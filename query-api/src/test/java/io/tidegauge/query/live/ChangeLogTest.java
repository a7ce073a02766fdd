package io.tidegauge.query.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.query.support.Samples;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ChangeLogTest {

  private static final int MOST = 4;

  private final ChangeLog changes = new ChangeLog(MOST);

  private static Position at(long next) {
    return new Position("tag", new long[] {next});
  }

  private static SeriesId id(String name) {
    return Samples.id("t", Labels.of(name));
  }

  /** What changed up to a position, from where the look before was. */
  private void part(long from, String... names) {
    for (String name : names) {
      changes.add(id(name));
    }
    changes.begin(at(from));
    changes.take();
  }

  private Iterable<SeriesId> since(long position) {
    return Objects.requireNonNull(changes.since(at(position)));
  }

  @Test
  void tellsWhatChangedSinceAnyLookAndSinceAPlaceBetweenTwo() {
    part(10, "a");
    part(20, "b", "c");
    part(30);
    part(40, "a");

    assertThat(since(40)).containsExactlyInAnyOrder(id("a"));
    assertThat(since(20)).containsExactlyInAnyOrder(id("a"), id("b"), id("c"));
    assertThat(since(25)).as("more than that is no harm").contains(id("a"), id("b"), id("c"));
    assertThat(since(10)).containsExactlyInAnyOrder(id("a"), id("b"), id("c"));
    assertThat(changes.since(at(9))).as("before the first look").isNull();
    assertThat(changes.since(new Position("other", new long[] {50}))).isNull();
  }

  @Test
  void aChangeIsNewsOnceALook() {
    assertThat(changes.isEmpty()).isTrue();
    assertThat(changes.add(id("a"))).isTrue();
    assertThat(changes.add(id("a"))).isFalse();
    assertThat(changes.isEmpty()).isFalse();
    part(10);
    assertThat(changes.isEmpty()).isTrue();
    assertThat(changes.add(id("a"))).isTrue();
  }

  @Test
  void moreThanIsRememberedIsFoundByComparing() {
    part(10, "a");
    part(20, "a", "b", "c", "d", "e", "f");
    part(30, "g");

    assertThat(since(30)).containsExactly(id("g"));
    assertThat(changes.since(at(20))).isNull();
    assertThat(changes.since(at(10))).isNull();
  }

  @Test
  void theOldestAreForgottenWhereThereAreTooMany() {
    part(10, "a", "b", "c");
    part(20, "d", "e", "f");
    part(30, "g");
    changes.trim(null);

    assertThat(changes.since(at(10))).isNull();
    assertThat(since(20)).hasSize(4);
  }

  @Test
  void whatNobodyNeedsIsForgotten() {
    part(10, "a");
    part(20, "b");
    changes.trim(at(20));
    assertThat(changes.since(at(10))).isNull();
    assertThat(since(20)).containsExactly(id("b"));

    changes.trim(at(30));
    assertThat(changes.since(at(20))).isNull();
  }
}
