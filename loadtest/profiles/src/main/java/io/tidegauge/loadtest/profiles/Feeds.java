package io.tidegauge.loadtest.profiles;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.dummy;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pace;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.regex;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.sse;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Session;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Live feeds of one series each whose value says when it was sent, so that a viewer knows how old
 * an update is when it comes. Viewers follow them over Server-Sent Events. Thread-safe.
 */
final class Feeds {

  /** What the report calls the time from an event sent to a viewer who has it. */
  static final String DELIVERY = "delivery";

  /** What the report calls the time until a subscription is answered. */
  static final String SUBSCRIBE = "subscribe";

  /** What the report calls the time from that answer to the snapshot. */
  static final String SNAPSHOT = "snapshot";

  private static final InstantSource CLOCK = InstantSource.system();
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String MEASUREMENT = "load_feed";
  private static final String FIELD = "sent";
  private static final String NUMBER = "feed";
  private static final String UPDATE = "value";
  private static final String SEEN = "seen";
  private static final String IS_SNAPSHOT = "^\\{\"event\":\"snapshot\"";
  private static final String IS_UPDATE = "^\\{\"event\":\"update\".*?\"value\":([-+.0-9E]+)";

  /**
   * What an update tells.
   *
   * @param sent when its value was sent, ms
   * @param age how old it is, ms
   */
  private record Update(long sent, int age) {

    static Update of(String value) {
      long sent = (long) Double.parseDouble(value);
      return new Update(sent, (int) Math.max(0, CLOCK.millis() - sent));
    }
  }

  private final Target target;
  private final int count;
  private final Duration interval;
  private final AtomicInteger writers = new AtomicInteger();
  private final AtomicInteger viewers = new AtomicInteger();

  /**
   * Of an installation.
   *
   * @param count how many feeds
   * @param interval between two updates of a feed
   */
  Feeds(Target target, int count, Duration interval) {
    this.target = target;
    this.count = count;
    this.interval = interval;
  }

  /** Those who write the feeds, one each, for so long and until the last viewers had theirs. */
  PopulationBuilder writers(Duration duration) {
    return scenario("feeds")
        .exec(session -> session.set(NUMBER, writers.getAndIncrement() % count))
        .during(duration.plus(interval.multipliedBy(2)))
        .on(
            pace(interval)
                .exec(
                    http("feed")
                        .post(target.ingest().resolve("/write?precision=ms").toString())
                        .header("Content-Type", "text/plain; charset=utf-8")
                        .body(StringBody(Feeds::line))
                        .check(status().is(204))))
        .injectOpen(rampUsers(count).during(interval))
        .protocols(target.protocol());
  }

  private static String line(Session session) {
    long now = CLOCK.millis();
    return MEASUREMENT + ",feed=" + session.getInt(NUMBER) + " " + FIELD + "=" + now + " " + now;
  }

  /**
   * Follows one feed for so long; a viewer who is cut off, or waits in vain, has failed. A value
   * that is told again, or was sent before the viewer came, is no delivery.
   */
  ChainBuilder follow(Duration duration) {
    return exec(session ->
            session
                .set(NUMBER, Math.floorMod(viewers.getAndIncrement(), count))
                .set(SEEN, CLOCK.millis()))
        .exec(
            sse(SUBSCRIBE)
                .get(this::url)
                .await(PATIENCE)
                .on(sse.checkMessage(SNAPSHOT).matching(regex(IS_SNAPSHOT).exists())))
        .exitHereIfFailed()
        .during(duration)
        .on(
            exec(sse("look for an update")
                    .setCheck()
                    .await(interval.plus(PATIENCE))
                    .on(
                        sse.checkMessage("next update")
                            .matching(regex(IS_UPDATE).exists())
                            .check(regex(IS_UPDATE).transform(Update::of).saveAs(UPDATE))))
                .exitHereIfFailed()
                .doIf(session -> update(session).sent() > session.getLong(SEEN))
                .then(
                    dummy(DELIVERY, session -> update(session).age()),
                    exec(session -> session.set(SEEN, update(session).sent()))))
        .exec(sse("unsubscribe").close());
  }

  private String url(Session session) {
    String path =
        "/api/v1/live/stream?window=5m&metric=%s_%s&match=feed:%d"
            .formatted(MEASUREMENT, FIELD, session.getInt(NUMBER));
    return target.query().resolve(path).toString();
  }

  private static Update update(Session session) {
    Update update = session.get(UPDATE);
    if (update == null) {
      throw new IllegalStateException("no update has come");
    }
    return update;
  }
}
