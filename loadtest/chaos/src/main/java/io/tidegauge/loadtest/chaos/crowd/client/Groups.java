package io.tidegauge.loadtest.chaos.crowd.client;

import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.stream.Collectors;

/** The series: groups of a few that change together, each group a metric of its own. */
public final class Groups {

  /** The tenant of all. */
  public static final String TENANT = "crowd";

  /** Series of a group. */
  public static final int SERIES = 8;

  /** The only label of a series: its number in the group, from 0. */
  public static final String LABEL = "k";

  /** Updates a second that all ask for. */
  private static final int MAX_RATE = 10;

  private Groups() {}

  /** The metric of a group. */
  public static String metric(int group) {
    return "crowd_" + group;
  }

  /** The path of what a node shows of some groups. */
  public static String snapshot(int group) {
    return "/api/v1/live?window=5m&metric=" + metric(group);
  }

  /**
   * Asks for the feed of some groups.
   *
   * @param since the position to go on from; empty for none
   */
  static FullHttpRequest feed(List<Integer> groups, String since) {
    String metrics =
        groups.stream().map(group -> "&metric=" + metric(group)).collect(Collectors.joining());
    FullHttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1,
            HttpMethod.GET,
            "/api/v1/live/stream?window=5m&maxRate=" + MAX_RATE + metrics);
    request.headers().set("Host", "feed");
    request.headers().set("Accept", "text/event-stream");
    request.headers().set("X-Scope-OrgID", TENANT);
    if (!since.isEmpty()) {
      request.headers().set("Last-Event-ID", since);
    }
    return request;
  }
}
