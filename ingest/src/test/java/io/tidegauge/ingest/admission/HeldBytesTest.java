package io.tidegauge.ingest.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegauge.contract.reject.RejectReason;
import org.junit.jupiter.api.Test;

class HeldBytesTest {

  private final HeldBytes held = new HeldBytes(100);

  @Test
  void whatIsOverTheLimitIsNotTaken() {
    HeldBytes.Share first = held.share();
    HeldBytes.Share second = held.share();
    first.add(60);

    assertThatThrownBy(() -> second.add(41))
        .isInstanceOfSatisfying(
            RequestRefusedException.class,
            refused -> assertThat(refused.reason()).isEqualTo(RejectReason.OVERLOADED));
    assertThat(held.current()).isEqualTo(60);
    second.add(40);
    assertThat(held.current()).isEqualTo(100);
  }

  @Test
  void aShareThatIsClosedHoldsNothingWhateverComesLater() {
    HeldBytes.Share share = held.share();
    share.add(60);
    share.release(10);
    share.close();
    share.release(50);
    share.add(70);
    share.close();

    assertThat(held.current()).isZero();
  }
}
