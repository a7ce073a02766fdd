package io.tidegauge.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CatchUpTest {

  @Test
  void isPassedOnceByARecordThatNoOtherTaskCanHaveSeen() {
    CatchUp catchUp = new CatchUp(1_000_000);

    assertThat(catchUp.passesWith(900_000)).isFalse();
    assertThat(catchUp.passesWith(1_005_000)).as("within the clocks' difference").isFalse();
    assertThat(catchUp.passesWith(1_005_001)).isTrue();
    assertThat(catchUp.passesWith(1_005_002)).isFalse();
  }
}
