package io.tidegauge.query.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.reject.RejectReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RejectCountsTest {

  private static final long NOW = Instant.parse("2026-03-01T10:02:00Z").toEpochMilli();
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();

  private final RejectCounts counts = new RejectCounts(2);

  private RejectCounts.OfTenant of(String tenant, long now) {
    return Objects.requireNonNull(counts.of(tenant, now));
  }

  @Test
  void countsByTenantAndReasonMostFrequentFirst() {
    counts.add("a", RejectReason.CONFLICT, NOW - 3 * MINUTE);
    counts.add("a", RejectReason.TOO_OLD, NOW - 2 * MINUTE);
    counts.add("a", RejectReason.TOO_OLD, NOW - 8 * MINUTE);
    counts.add("b", RejectReason.MALFORMED, NOW);

    assertThat(of("a", NOW).reasons())
        .isEqualTo(
            List.of(
                new RejectCounts.Count(RejectReason.TOO_OLD, 2, NOW - 2 * MINUTE),
                new RejectCounts.Count(RejectReason.CONFLICT, 1, NOW - 3 * MINUTE)));
    assertThat(of("a", NOW).total()).isEqualTo(3);
    assertThat(of("b", NOW).total()).isOne();
    assertThat(counts.size()).isEqualTo(3);
  }

  @Test
  void theHourBeginsAtAWholeFiveMinutes() {
    assertThat(Instant.ofEpochMilli(RejectCounts.since(NOW))).isEqualTo("2026-03-01T09:00:00Z");
    assertThat(of("a", NOW).since()).isEqualTo(RejectCounts.since(NOW));
  }

  @Test
  void whatIsOlderThanTheHourIsNotCountedInWhateverOrderItCame() {
    counts.add("a", RejectReason.CONFLICT, NOW);
    counts.add("a", RejectReason.CONFLICT, NOW - 65 * MINUTE); // the same slot, the round before
    counts.add("a", RejectReason.CONFLICT, NOW - 60 * MINUTE);
    counts.add("a", RejectReason.TOO_OLD, NOW - 63 * MINUTE);

    assertThat(of("a", NOW).total()).isEqualTo(2);
    assertThat(of("a", NOW + 4 * MINUTE).total()).isOne();
    assertThat(of("a", NOW + 65 * MINUTE).total()).isZero();
  }

  @Test
  void aTenantThatThereWasNoRoomForIsNotSaidToHaveNone() {
    counts.add("a", RejectReason.CONFLICT, NOW - 50 * MINUTE);
    counts.add("b", RejectReason.CONFLICT, NOW);
    assertThat(of("c", NOW).total()).isZero();

    counts.add("c", RejectReason.CONFLICT, NOW);
    assertThat(counts.of("c", NOW)).isNull();
    assertThat(of("a", NOW).total()).isOne();
    assertThat(counts.size()).isEqualTo(2);
    assertThat(of("c", NOW + 70 * MINUTE).total()).isZero();
  }

  @Test
  void roomComesBackWithTheHour() {
    counts.add("a", RejectReason.CONFLICT, NOW - 50 * MINUTE);
    counts.add("b", RejectReason.CONFLICT, NOW);

    counts.forgetBefore(NOW + 20 * MINUTE);
    counts.add("c", RejectReason.CONFLICT, NOW + 20 * MINUTE);

    assertThat(of("c", NOW + 20 * MINUTE).total()).isOne();
    assertThat(of("b", NOW + 20 * MINUTE).total()).isOne();
    assertThat(counts.size()).isEqualTo(2);
  }
}
