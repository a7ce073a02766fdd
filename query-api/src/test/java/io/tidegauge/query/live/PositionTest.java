package io.tidegauge.query.live;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PositionTest {

  @Property
  void textRoundTrips(@ForAll @Size(min = 1, max = 40) long[] next) {
    for (int i = 0; i < next.length; i++) {
      next[i] &= 0x3FFFFFFFFFFFFFFL;
    }
    Position position = new Position("k3f9", next);

    assertThat(Position.parse(position.toString())).contains(position);
  }

  @Property
  void anyTextIsAPositionOrNone(@ForAll String text) {
    Position.parse(text).ifPresent(p -> assertThat(p.toString()).isEqualTo(text));
  }

  @Test
  void whatCannotBeReadIsNone() {
    for (String text :
        new String[] {"", "a", "a.", ".1", "a.1-", "a.-1", "a.1 ", "A.1", "a.zzzzzzzzzzzzz"}) {
      assertThat(Position.parse(text)).as(text).isEmpty();
    }
  }

  @Test
  void aLongTextIsReadInAsLittleStackAsAShortOne() {
    assertThat(Position.parse("a.1" + "-0".repeat(40_000)).orElseThrow().partitions())
        .isEqualTo(40_001);
    assertThat(Position.parse("a.1" + "-0".repeat(40_000) + "-")).isEmpty();
  }

  @Test
  void comparesOnlyPositionsOfOneTopic() {
    Position here = new Position("a", new long[] {1, 2});

    assertThat(here.comparable(new Position("a", new long[] {5, 5}))).isTrue();
    assertThat(here.comparable(new Position("b", new long[] {5, 5}))).isFalse();
    assertThat(here.comparable(new Position("a", new long[] {5}))).isFalse();
    assertThat(here.max(new Position("a", new long[] {0, 9})))
        .isEqualTo(new Position("a", new long[] {1, 9}));
    assertThat(here.isNewer(1, 2)).isTrue();
    assertThat(here.isNewer(1, 1)).isFalse();
  }
}
