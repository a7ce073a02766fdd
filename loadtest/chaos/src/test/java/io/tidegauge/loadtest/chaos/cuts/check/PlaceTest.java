package io.tidegauge.loadtest.chaos.cuts.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PlaceTest {

  @Test
  void isReadAndGivenBackAsItIs() {
    Place place = Place.parse("1ab.0-z-10");

    assertThat(place.next()).containsExactly(0, 35, 36);
    assertThat(place.text()).isEqualTo("1ab.0-z-10");
    assertThatIllegalArgumentException().isThrownBy(() -> Place.parse(""));
  }

  @Test
  void reachesAnotherOneWhereNoPartitionIsBehind() {
    Place place = Place.parse("t.5-5");

    assertThat(place.reaches(Place.parse("t.5-4"))).isTrue();
    assertThat(place.reaches(Place.parse("t.4-6"))).isFalse();
    assertThat(place.reaches(Place.parse("u.1-1"))).isFalse();
    assertThat(place.reaches(Place.parse("t.1"))).isFalse();
  }
}
