package io.tidegauge.loadtest.trials.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.loadtest.trials.gateway.SteadyClients;
import io.tidegauge.loadtest.trials.gateway.TriedGateway;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The short form of {@code tidegauge abuse}: each abuse is cut off for its reason, takes little
 * memory, and costs no other client a request. What it does to their times is the command's, as
 * that needs a machine that does nothing else.
 */
class AbuseIT {

  /** Times in which the slow ones are cut off too, and no pause that would hide the next abuse. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "tidegauge.ingest.guard.head-timeout", "1s",
          "tidegauge.ingest.guard.answer-timeout", "1s",
          "tidegauge.ingest.guard.pause", "0s",
          "tidegauge.ingest.http.body-grace", "1s",
          "tidegauge.ingest.publish.delivery-timeout", "20s");

  @TempDir private static Path directory;

  private static TriedGateway gateway;
  private static SteadyClients others;

  @BeforeAll
  static void start() throws InterruptedException {
    gateway = TriedGateway.start(directory, SETTINGS);
    others = new SteadyClients(gateway, 50);
    new Trial(gateway, gateway.port(), others, Duration.ofSeconds(1)).warmUp(List.of());
  }

  @AfterAll
  static void stop() {
    others.close();
    gateway.close();
  }

  @ParameterizedTest
  @EnumSource
  void anAbuserIsCutOffAndNobodyElse(Abuse abuse) throws InterruptedException {
    Trial.Result result =
        new Trial(gateway, gateway.port(), others, Duration.ofSeconds(1)).run(abuse);

    System.out.println(result.text());
    assertThat(result.cuts()).containsKey(abuse.end());
    assertThat(result.notTaken()).isZero();
    assertThat(result.growth()).isLessThanOrEqualTo(Trial.MAX_GROWTH);
  }
}
