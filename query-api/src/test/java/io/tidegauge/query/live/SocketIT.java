package io.tidegauge.query.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidegauge.contract.rollup.Rollup.State;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.window.Window;
import io.tidegauge.query.support.Api;
import io.tidegauge.query.support.Harness;
import io.tidegauge.query.support.Samples;
import io.tidegauge.query.support.Socket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The feed as a WebSocket, from the live topic to a client. */
class SocketIT {

  private static final long T = 1_800_000_000_000L;
  private static final Labels A = Labels.of("load", "host", "a");
  private static final Labels B = Labels.of("cpu", "host", "b");
  private static final String UNSUBSCRIBE = "{\"op\": \"unsubscribe\", \"id\": \"a\"}";

  private final Harness harness = Harness.get();
  private @Nullable Socket socket;

  @AfterEach
  void hangUp() {
    if (socket != null) {
      socket.close();
    }
  }

  private Socket given(String tenant) {
    harness
        .live()
        .write(
            tenant,
            1,
            T,
            Samples.gauge(
                tenant, A, 1, T, 1, Samples.rollup(Window.M5, T, 1, State.PROVISIONAL, 1)),
            Samples.gauge(tenant, B, 1, T, 2));
    Api api = harness.api(tenant);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> api.get("/api/v1/live").path("series").size() == 2);
    Socket opened = Socket.open(harness.port(), tenant);
    socket = opened;
    return opened;
  }

  @Test
  void severalSubscriptionsOnOneConnection() {
    Socket client = given("ws");

    client.send("{\"op\": \"subscribe\", \"id\": \"one\", \"metric\": \"load\", \"maxRate\": 10}");
    JsonNode one = client.next("one");
    assertThat(one.path("event").asString()).isEqualTo("snapshot");
    assertThat(one.path("data").path("series").size()).isEqualTo(1);
    assertThat(one.path("data").path("series").get(0).path("windows").path("5m").isObject())
        .isTrue();
    client.send("{\"op\": \"subscribe\", \"id\": \"two\", \"server\": [\"b\", \"c\"]}");
    assertThat(client.next("two").path("data").path("series").get(0).path("metric").asString())
        .isEqualTo("cpu");

    harness.live().write("ws", 2, T + 1, Samples.gauge("ws", B, 2, T + 1, 5));
    JsonNode update = client.next("two");
    assertThat(update.path("event").asString()).isEqualTo("update");
    assertThat(update.path("data").path("series").get(0).path("value").asDouble()).isEqualTo(5);
    assertThat(client.waiting("one")).isZero();
  }

  @Test
  void nothingComesAfterUnsubscribeAndTheNameIsFreeAgain() {
    String tenant = "ws-unsubscribe";
    Socket client = given(tenant);
    client.send("{\"op\": \"subscribe\", \"id\": \"a\", \"metric\": \"load\", \"maxRate\": 10}");
    client.send("{\"op\": \"subscribe\", \"id\": \"b\", \"metric\": \"load\", \"maxRate\": 10}");
    String position = client.next("a").path("data").path("position").asString();
    client.next("b");

    client.send(UNSUBSCRIBE);
    JsonNode told = client.next("a");
    assertThat(told.path("event").asString()).isEqualTo("unsubscribed");
    assertThat(told.path("data").isObject()).isTrue();
    client.send(UNSUBSCRIBE);
    assertThat(client.next("a").path("event").asString()).isEqualTo("error");
    harness.live().write(tenant, 2, T + 1, Samples.gauge(tenant, A, 2, T + 1, 9));
    assertThat(client.next("b").path("event").asString()).isEqualTo("update");
    assertThat(client.waiting("a")).isZero();

    client.send(
        "{\"op\": \"subscribe\", \"id\": \"a\", \"metric\": \"load\", \"since\": \""
            + position
            + "\"}");
    JsonNode resumed = client.next("a");
    assertThat(resumed.path("event").asString()).isEqualTo("update");
    assertThat(resumed.path("data").path("series").get(0).path("value").asDouble()).isEqualTo(9);
  }

  /** Also where frames of the feed are under way when it comes. */
  @Test
  void theAnswerToUnsubscribeIsTheLastOfItsFeed() {
    String tenant = "ws-last";
    Socket client = given(tenant);
    String begin = "{\"op\": \"subscribe\", \"id\": \"%s\", \"metric\": \"load\", \"maxRate\": 10}";
    client.send(begin.formatted("b"));
    client.next("b");
    for (int round = 1; round <= 10; round++) {
      client.send(begin.formatted("a"));
      assertThat(client.next("a").path("event").asString()).isEqualTo("snapshot");
      long time = T + 2L * round;
      long offset = 2L * round;
      harness.live().write(tenant, offset, time, Samples.gauge(tenant, A, offset, time, -round));
      client.send(UNSUBSCRIBE);
      JsonNode last = client.next("a");
      while (!last.path("event").asString().equals("unsubscribed")) {
        assertThat(last.path("event").asString()).isEqualTo("update");
        last = client.next("a");
      }
      harness
          .live()
          .write(
              tenant, offset + 1, time + 1, Samples.gauge(tenant, A, offset + 1, time + 1, round));
      double value = -round;
      while (value != round) {
        value = client.next("b").at("/data/series/0/value").asDouble(Double.NaN);
      }
      assertThat(client.waiting("a")).as("after the last, in round %s", round).isZero();
    }
  }

  @Test
  void anUnknownPositionIsReset() {
    Socket client = given("ws-reset");

    client.send("{\"op\": \"subscribe\", \"id\": \"a\", \"since\": \"gone.1-1\"}");

    assertThat(client.next("a").path("event").asString()).isEqualTo("reset");
    assertThat(client.next("a").path("event").asString()).isEqualTo("snapshot");
  }

  @Test
  void badOperationsAreAnsweredAndTheConnectionGoesOn() {
    Socket client = given("ws-bad");

    assertProblem(client, "{", "", "invalid-body", "This is not JSON");
    assertProblem(client, "[]", "", "invalid-body", "not an object");
    assertProblem(client, "{\"op\": \"subscribe\"}", "", "invalid-body", "1 to 64 characters");
    assertProblem(client, "{\"op\": \"shout\", \"id\": \"x\"}", "x", "invalid-body", "'shout'");
    assertProblem(
        client,
        "{\"op\": \"subscribe\", \"id\": \"x\", \"window\": \"7m\"}",
        "x",
        "invalid-parameter",
        "5m");
    assertProblem(
        client,
        "{\"op\": \"subscribe\", \"id\": \"x\", \"metric\": {}}",
        "x",
        "invalid-body",
        "must be a string");
    assertProblem(
        client, "{\"op\": \"subscribe\", \"id\": \"x\", \"step\": 1}", "x", "invalid-body", "step");
    assertProblem(client, "[".repeat(2_000), "", "invalid-body", "not JSON");
    client.send("{\"op\": \"subscribe\", \"id\": \"x\"}");
    assertThat(client.next("x").path("event").asString()).isEqualTo("snapshot");
    assertProblem(client, "{\"op\": \"subscribe\", \"id\": \"x\"}", "x", "invalid-body", "already");
    for (int i = 0; i < 15; i++) {
      client.send("{\"op\": \"subscribe\", \"id\": \"" + i + "\"}");
      assertThat(client.next("" + i).path("event").asString()).isEqualTo("snapshot");
    }
    assertProblem(
        client,
        "{\"op\": \"subscribe\", \"id\": \"y\"}",
        "y",
        "too-many-subscribers",
        "16 subscriptions");
  }

  private static void assertProblem(
      Socket client, String message, String id, String reason, String advice) {
    client.send(message);
    JsonNode answer = client.next(id);
    assertThat(answer.path("event").asString()).isEqualTo("error");
    assertThat(answer.path("data").path("type").asString())
        .isEqualTo("urn:tidegauge:problem:" + reason);
    assertThat(answer.path("data").path("detail").asString()).contains(advice);
  }
}
