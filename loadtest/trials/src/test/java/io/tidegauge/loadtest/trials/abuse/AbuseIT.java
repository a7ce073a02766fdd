package io.tidegauge.loadtest.trials.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.loadtest.trials.gateway.Memory;
import io.tidegauge.loadtest.trials.gateway.SteadyClients;
import io.tidegauge.loadtest.trials.gateway.TriedGateway;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The short form of {@code tidegauge abuse}: each kind of abuse is cut off for its reason, all
 * together take little memory, and other clients' requests are taken. What they do to the others'
 * times is the command's, as that needs a machine that does nothing else.
 */
@EnabledIfSystemProperty(
    named = "trials",
    matches = "true",
    disabledReason = "floods the machine for a minute: -Dtrials=true")
class AbuseIT {

  private static final int WARM_UP_SECONDS = 3;

  /** One of each way of being cut off; the command has them all. */
  private static final Set<Abuse> SHORT =
      EnumSet.of(
          Abuse.RAPID_RESET,
          Abuse.MADE_YOU_RESET,
          Abuse.CONTINUATION_FLOOD,
          Abuse.HPACK_BOMB,
          Abuse.PING_FLOOD,
          Abuse.EMPTY_DATA,
          Abuse.ZERO_WINDOW,
          Abuse.SLOW_HEADS);

  /** Times in which the slow ones are cut off too, and no pause that would hide the next abuse. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "tidegauge.ingest.guard.head-timeout", "4s",
          "tidegauge.ingest.guard.answer-timeout", "4s",
          "tidegauge.ingest.guard.pause", "0s",
          "tidegauge.ingest.http.body-grace", "1s",
          "tidegauge.ingest.publish.delivery-timeout", "20s");

  @Test
  void abusersAreCutOffAndNobodyElse(@TempDir Path directory) throws InterruptedException {
    try (TriedGateway gateway = TriedGateway.start(directory, SETTINGS);
        SteadyClients others = new SteadyClients(gateway, 20)) {
      TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
      Trial trial = new Trial(gateway, gateway.port(), others, Duration.ZERO);
      Memory before = Memory.collected(gateway);
      SteadyClients.Phase abused = others.next();
      for (Abuse abuse : SHORT) {
        assertThat(trial.untilCut(abuse)).as(abuse.label()).containsKey(abuse.end());
      }
      Memory after = Memory.collected(gateway);

      assertThat(abused.refused() + abused.failed())
          .as("requests of others, not taken: %s", abused.notTaken())
          .isZero();
      assertThat(after.growthSince(before)).isLessThanOrEqualTo(Trial.MAX_GROWTH);
    }
  }
}
