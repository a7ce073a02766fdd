package io.tidegauge.loadtest.chaos.crowd;

import io.tidegauge.loadtest.chaos.crowd.client.FastClient;
import io.tidegauge.loadtest.chaos.crowd.client.Groups;
import io.tidegauge.loadtest.chaos.crowd.client.SlowClient;
import io.tidegauge.loadtest.chaos.cuts.check.Frame;
import io.tidegauge.loadtest.chaos.cuts.check.Shown;
import io.tidegauge.loadtest.chaos.cuts.client.Bodies;
import io.tidegauge.loadtest.http.Answer;
import io.tidegauge.loadtest.http.CallException;
import io.tidegauge.loadtest.http.HttpCalls;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a node shows of all groups, at a time when nothing changes. */
final class Truth {

  private static final HttpCalls.Patience CALL =
      new HttpCalls.Patience(5, Duration.ofSeconds(20), Duration.ofSeconds(1));
  private static final JsonMapper JSON = new JsonMapper();

  private final List<Group> groups;

  /**
   * A group.
   *
   * @param numbers of the newest change of each series; 0 where there is none
   * @param shown of each series, by its id
   */
  private record Group(int[] numbers, Map<String, Shown> shown) {}

  private Truth(List<Group> groups) {
    this.groups = List.copyOf(groups);
  }

  /** Asks a node; empty where it has not all changes yet. */
  static Optional<Truth> read(URI node, Changes changes, int groups) {
    HttpCalls calls = new HttpCalls(List.of(node), Groups.TENANT, CALL);
    List<Group> found = new ArrayList<>();
    for (int i = 0; i < groups; i++) {
      Answer answer = Objects.requireNonNull(calls.get(Groups.snapshot(i)).block());
      if (!answer.isSuccess()) {
        throw new CallException("the node answers " + answer.describe());
      }
      Group group = group(JSON.readTree(answer.body()));
      for (int number : group.numbers()) {
        if (number != changes.newest(i)) {
          return Optional.empty();
        }
      }
      found.add(group);
    }
    return Optional.of(new Truth(found));
  }

  private static Group group(JsonNode answer) {
    int[] numbers = new int[Groups.SERIES];
    for (JsonNode series : answer.path("series")) {
      int number = series.path("labels").path(Groups.LABEL).asInt(0);
      numbers[number] = series.path("value").asInt(0);
    }
    Map<String, Shown> shown = new HashMap<>();
    for (Frame.Entry entry : Bodies.entries(answer)) {
      shown.put(entry.series(), entry.shown());
    }
    return new Group(numbers, shown);
  }

  /** Whether a subscriber shows the same. */
  boolean isShownBy(FastClient client) {
    return client.shows(groups.get(client.group()).numbers());
  }

  /** Whether a subscriber shows exactly the same. */
  boolean isShownBy(SlowClient client) {
    Map<String, Shown> all = new HashMap<>();
    client.groups().forEach(group -> all.putAll(groups.get(group).shown()));
    return all.equals(client.shows());
  }
}
