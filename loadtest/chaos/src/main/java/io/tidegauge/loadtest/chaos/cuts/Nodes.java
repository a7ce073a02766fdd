package io.tidegauge.loadtest.chaos.cuts;

import io.tidegauge.loadtest.chaos.cluster.Member;
import io.tidegauge.loadtest.chaos.cuts.check.Filter;
import io.tidegauge.loadtest.chaos.cuts.check.Frame;
import io.tidegauge.loadtest.chaos.cuts.check.Shown;
import io.tidegauge.loadtest.chaos.cuts.client.Bodies;
import io.tidegauge.loadtest.http.Answer;
import io.tidegauge.loadtest.http.CallException;
import io.tidegauge.loadtest.http.Exposition;
import io.tidegauge.loadtest.http.HttpCalls;
import io.tidegauge.loadtest.http.MetricsEndpoint;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The query nodes, seen directly. */
final class Nodes {

  private static final Duration RESTART = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final HttpCalls.Patience CALL =
      new HttpCalls.Patience(5, Duration.ofSeconds(10), Duration.ofSeconds(1));
  private static final JsonMapper JSON = new JsonMapper();

  private final List<Member> members;
  private final String tenant;

  Nodes(List<Member> members, String tenant) {
    this.members = List.copyOf(members);
    this.tenant = tenant;
  }

  /** Kills one, waits until it is back, and says which it was. One at a time. */
  synchronized Member killOne(SplittableRandom random, Consumer<String> events)
      throws InterruptedException {
    Member victim = members.get(random.nextInt(members.size()));
    long begin = System.nanoTime();
    events.accept(victim + " is killed");
    victim.process().kill(RESTART);
    while (!victim.isReady()) {
      if (System.nanoTime() - begin > PATIENCE.toNanos()) {
        throw new CallException(victim + " did not come back in " + PATIENCE.toSeconds() + " s");
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    events.accept("%s is back after %.1f s".formatted(victim, (System.nanoTime() - begin) / 1e9));
    return victim;
  }

  /** How many of the nodes answer a filter with something else than what a client shows. */
  long different(Filter filter, Map<String, Shown> shows) {
    return members.stream().filter(node -> !answer(node, filter).equals(shows)).count();
  }

  private Map<String, Shown> answer(Member node, Filter filter) {
    Map<String, Shown> shown = new HashMap<>();
    for (Frame.Entry entry : snapshot(node, filter).entries()) {
      shown.put(entry.series(), entry.shown());
    }
    return shown;
  }

  /** What a node answers. */
  Frame snapshot(Member node, Filter filter) {
    HttpCalls calls = new HttpCalls(List.of(node.address()), tenant, CALL);
    String path =
        "/api/v1/live?window=5m&"
            + filter.parameter()
            + "="
            + URLEncoder.encode(filter.value(), StandardCharsets.UTF_8);
    Answer answer = Objects.requireNonNull(calls.get(path).block());
    if (!answer.isSuccess()) {
      throw new CallException(node + " answers " + answer.describe());
    }
    JsonNode body = JSON.readTree(answer.body());
    return new Frame(Frame.Kind.SNAPSHOT, Bodies.place(body), Bodies.entries(body));
  }

  /** How many subscriptions they think that they serve. */
  long subscribers() throws InterruptedException {
    double all = 0;
    for (Member node : members) {
      all +=
          Exposition.sum(
                  new MetricsEndpoint(node.address()).read(),
                  "tidegauge_query_live_subscribers",
                  Map.of())
              .orElse(0);
    }
    return Math.round(all);
  }
}
