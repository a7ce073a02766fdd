package io.tidegauge.query.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.window.Window;
import io.tidegauge.query.live.Frame.Event;
import io.tidegauge.query.support.Samples;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The ends of series and their revised windows: told once, and once more to whoever comes back. */
class ToldOnceTest {

  private final FollowedState live = new FollowedState();

  @AfterEach
  void close() {
    live.close();
  }

  @Test
  void endsAreToldOnceAlsoToWhoComesBack() {
    live.apply(live.load("a", 1), live.load("b", 2));
    String before = live.position();
    FrameReader reader = live.follow();
    reader.frame(0);

    live.apply(live.ended("load", "a"));

    for (JsonNode frame : List.of(reader.body(1), live.resume(before).body(0))) {
      JsonNode series = frame.path("series");
      assertThat(series.size()).isEqualTo(1);
      assertThat(series.get(0).path("ended").asBoolean()).isTrue();
      assertThat(series.get(0).path("windows").isEmpty()).isTrue();
    }
  }

  @Test
  void endsThatAreNotRememberedAnyMoreAreAReset() {
    live.apply(live.load("a", 1), live.load("b", 2), live.load("c", 3), live.load("d", 4));
    Connection connection = new Connection();
    FrameReader reader = live.follow(connection);
    reader.frame(0);
    connection.takesMore(false);
    for (String host : List.of("a", "b", "c")) {
      live.apply(live.ended("load", host));
    }
    connection.takesMore(true);

    assertThat(reader.frame(1).event()).isEqualTo(Event.RESET);
    assertThat(reader.frame(2).event()).isEqualTo(Event.SNAPSHOT);
    assertThat(reader.values(2)).containsExactly(4.0);
    live.apply(live.load("d", 5));
    assertThat(reader.values(3)).containsExactly(5.0);
  }

  @Test
  void endsOfOthersThatAreNotRememberedAnyMoreAreNoReset() {
    for (String host : List.of("a", "b", "c")) {
      live.apply(live.other(host, 1));
    }
    FrameReader reader = live.follow();
    reader.frame(0);
    for (String host : List.of("a", "b", "c")) {
      live.apply(live.ended("other", host));
    }
    live.apply(live.load("a", 1));

    assertThat(reader.frame(1).event()).isEqualTo(Event.UPDATE);
    assertThat(reader.values(1)).containsExactly(1.0);
  }

  @Test
  void aClosedWindowThatWasComputedAgainIsToldOnceAndToWhoComesBack() {
    live.apply(live.load("a", 1));
    String before = live.position();
    FrameReader reader = live.follow();
    assertThat(reader.body(0).findValues("revised")).isEmpty();
    long closed = Window.M5.start(FollowedState.T) - 10 * Window.M5.millis();
    Rollup revised =
        new Rollup(
            Window.M5,
            closed,
            new RollupVersion(1, live.offset(), 1),
            Rollup.State.FINAL,
            Samples.aggregate(false, closed, 1, 2, 3));

    live.apply(
        Samples.gauge(
            FollowedState.TENANT,
            Labels.of("load", "host", "a"),
            live.offset(),
            FollowedState.T + 1,
            2,
            revised));
    JsonNode update = reader.body(1);
    live.apply(live.load("a", 3));

    assertThat(reader.frame(2).position()).isEqualTo(live.position());
    assertThat(reader.body(2).findValues("revised")).isEmpty();
    for (JsonNode frame : List.of(update, live.resume(before).body(0))) {
      JsonNode told = frame.at("/series/0/revised");
      assertThat(told.size()).isOne();
      assertThat(told.get(0).path("window").asString()).isEqualTo("5m");
      assertThat(told.get(0).path("count").asLong()).isEqualTo(3);
    }
    assertThat(live.follow().body(0).findValues("revised")).isEmpty();
  }
}
