package io.tidegauge.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.reject.RejectRecord;
import io.tidegauge.ingest.testing.Gateway;
import io.tidegauge.ingest.testing.StoredSample;
import io.tidegauge.ingest.testing.Wire;
import io.tidegauge.ingest.testing.Wire.Answer;
import io.tidegauge.ingest.testing.Wire.Point;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The rules for samples, over every protocol: a bad sample is refused with its reason, counted, and
 * kept in the rejects topic; the good one before and the good one after it are taken.
 */
class SampleRulesIT {

  private static final long MINUTE = Duration.ofMinutes(1).toMillis();
  private static final long DAY = Duration.ofDays(1).toMillis();

  private final Gateway gateway = Gateway.shared();
  private final String tenant = Gateway.tenant();
  private final long now = gateway.now();

  @ParameterizedTest
  @EnumSource(Wire.class)
  void farInTheFuture(Wire wire) {
    isRefused(wire, Point.of("bad", now + 11 * MINUTE, 2), RejectReason.TOO_FAR_IN_FUTURE, "clock");
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void olderThanTheRetention(Wire wire) {
    isRefused(wire, Point.of("bad", now - 9 * DAY, 2), RejectReason.TOO_OLD, "raw-retention");
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void aValueOfALabelThatIsTooLong(Wire wire) {
    Point bad = Point.of("bad", now, 2).with("a", "x".repeat(5000));

    isRefused(wire, bad, RejectReason.LABEL_TOO_LONG, "shorten");
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void tooManyLabels(Wire wire) {
    Point bad = Point.of("bad", now, 2);
    for (int i = 0; i < 200; i++) {
      bad = bad.with("label_" + i, "x");
    }

    isRefused(wire, bad, RejectReason.TOO_MANY_LABELS, "fewer");
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void aMetricNameThatIsTooLong(Wire wire) {
    isRefused(wire, Point.of("bad".repeat(1000), now, 2), RejectReason.LABEL_TOO_LONG, "shorten");
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void infinitiesAreKeptWhereTheProtocolHasThem(Wire wire) {
    Point infinite = Point.of("bad", now, Double.POSITIVE_INFINITY);
    if (wire.infinities()) {
      Answer answer = wire.send(gateway, tenant, List.of(infinite));

      assertThat(answer.refusedSome()).isFalse();
      assertThat(gateway.samples(tenant, 1))
          .extracting(StoredSample::value)
          .containsExactly(Double.POSITIVE_INFINITY);
    } else {
      isRefused(wire, infinite, RejectReason.INVALID_VALUE, "");
    }
  }

  /** NaN is a value everywhere but in line protocol, which cannot write it. */
  @ParameterizedTest
  @EnumSource(Wire.class)
  void notANumberIsKeptWhereTheProtocolHasIt(Wire wire) {
    Point nan = Point.of("bad", now, Double.NaN);
    if (wire == Wire.INFLUX) {
      isRefused(wire, nan, RejectReason.INVALID_VALUE, "NaN");
    } else {
      Answer answer = wire.send(gateway, tenant, List.of(nan));

      assertThat(answer.refusedSome()).isFalse();
      assertThat(gateway.samples(tenant, 1))
          .extracting(StoredSample::value)
          .containsExactly(Double.NaN);
    }
  }

  /** Line protocol and OTLP make names that fit; the others' senders are to. */
  @ParameterizedTest
  @EnumSource(
      value = Wire.class,
      names = {"REMOTE_WRITE_1", "REMOTE_WRITE_2", "STREAM", "STREAM_FRAMES"})
  void namesOutsideOfTheDataModel(Wire wire) {
    isRefused(wire, Point.of("no-name", now, 2), RejectReason.INVALID_NAME, "must match");
    isRefused(
        wire,
        Point.of("bad", now, 2).with("no-label", "x"),
        RejectReason.INVALID_LABEL,
        "must match");
    isRefused(wire, Point.of("bad", now, 2).with("", "x"), RejectReason.INVALID_LABEL, "");
    isRefused(wire, Point.of("", now, 2), RejectReason.MISSING_NAME, "");
  }

  private void isRefused(Wire wire, Point bad, RejectReason reason, String told) {
    String own = Gateway.tenant();
    double before = counted(wire, reason);

    Answer answer =
        wire.send(
            gateway,
            own,
            List.of(
                Point.of("good", now, 1).with("at", "first"),
                bad,
                Point.of("good", now, 3).with("at", "last")));

    assertThat(answer.status()).as(answer.message()).isIn(200, 400);
    assertThat(answer.refusedSome()).isTrue();
    assertThat(answer.message())
        .contains(reason.label())
        .contains(told)
        .doesNotContain("Exception")
        .doesNotContain("\tat ");
    assertThat(gateway.samples(own, 2))
        .extracting(StoredSample::value)
        .containsExactlyInAnyOrder(1.0, 3.0);
    assertThat(gateway.rejects(own, 1))
        .singleElement()
        .satisfies(reject -> isRecorded(reject, wire, reason));
    assertThat(counted(wire, reason)).isEqualTo(before + 1);
  }

  private static void isRecorded(RejectRecord reject, Wire wire, RejectReason reason) {
    assertThat(reject.reason()).isEqualTo(reason);
    assertThat(reject.protocol()).isEqualTo(wire.label());
    assertThat(reject.source()).isEqualTo("127.0.0.1");
    assertThat(reject.message()).isNotEmpty();
  }

  private double counted(Wire wire, RejectReason reason) {
    return gateway.counter(
        "tidegauge_ingest_rejected_samples_total",
        "protocol=\"" + wire.label() + "\"",
        "reason=\"" + reason.label() + "\"");
  }
}
