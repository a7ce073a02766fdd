package io.tidegauge.loadtest.scenario;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.sse;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Agents that write line protocol and users who ask for rollups and watch the live feed, against a
 * running installation. Fails where a request fails or answers are slow. Cleartext, so HTTP/1.1:
 * Gatling speaks HTTP/2 over TLS only.
 */
public final class MixedLoadSimulation extends Simulation {

  private static final LoadSettings SETTINGS = LoadSettings.published();
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final InstantSource CLOCK = InstantSource.system();

  private final AtomicLong newest = new AtomicLong();

  private final ScenarioBuilder agents =
      scenario("agents")
          .exec(
              http("line protocol")
                  .post(SETTINGS.ingest().resolve("/write?precision=ms").toString())
                  .header("Content-Type", "text/plain; charset=utf-8")
                  .body(StringBody(session -> lines(session.userId())))
                  .check(status().is(204)));

  private final ScenarioBuilder users =
      scenario("users")
          .exec(
              http("catalogue").get(query("/api/v1/metrics")).check(status().is(200)),
              http("rollups")
                  .get(query("/api/v1/rollups?metric=gatling_value&window=5m&by="))
                  .check(status().is(200)),
              sse("subscribe")
                  .get(query("/api/v1/live/stream?metric=gatling_value&window=5m"))
                  .await(PATIENCE)
                  .on(
                      sse.checkMessage("snapshot")
                          .matching(jsonPath("$.event").is("snapshot"))
                          .check(jsonPath("$.data").exists())),
              exec(
                  sse("wait for an update")
                      .setCheck()
                      .await(PATIENCE)
                      .on(
                          sse.checkMessage("update")
                              .matching(jsonPath("$.event").is("update"))
                              .check(jsonPath("$.data").exists()))),
              sse("close").close());

  /** Sets the load up. */
  public MixedLoadSimulation() {
    int seconds = SETTINGS.seconds();
    setUp(
            agents.injectOpen(constantUsersPerSec(SETTINGS.rate()).during(seconds)),
            users.injectOpen(rampUsers(SETTINGS.users()).during(Math.max(1, seconds / 2))))
        .protocols(http.shareConnections())
        .maxDuration(Duration.ofSeconds(seconds).plus(PATIENCE.multipliedBy(3)))
        .assertions(
            global().failedRequests().count().is(0L),
            details("line protocol").responseTime().percentile(99.0).lt(1000),
            details("rollups").responseTime().percentile(99.0).lt(2000));
  }

  private static String query(String path) {
    return SETTINGS.query().resolve(path).toString();
  }

  /** A sample of each host; no two requests have the same timestamp. */
  private String lines(long user) {
    long timestamp = newest.updateAndGet(last -> Math.max(last + 1, CLOCK.millis()));
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < LoadSettings.LINES; i++) {
      lines
          .append("gatling,host=h")
          .append(i)
          .append(" value=")
          .append(user)
          .append(' ')
          .append(timestamp)
          .append('\n');
    }
    return lines.toString();
  }
}
