package io.tidegauge.loadtest.profiles;

import static io.gatling.javaapi.core.CoreDsl.ByteArrayBody;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import io.tidegauge.loadtest.body.AgentBodies;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/** Agents that write over Remote-Write 1.0, each a user of Gatling. Thread-safe. */
final class Agents {

  private static final InstantSource CLOCK = InstantSource.system();
  private static final String NUMBER = "agent";

  private final AgentBodies bodies;
  private final String url;
  private final AtomicInteger turns = new AtomicInteger();

  Agents(AgentBodies bodies, Target target) {
    this.bodies = bodies;
    this.url = target.ingest().resolve("/api/v1/write").toString();
  }

  /** How many there are. */
  int count() {
    return bodies.count();
  }

  /** A user is the next agent from here on; after the last comes the first. */
  ChainBuilder becomeNext() {
    return exec(
        session -> session.set(NUMBER, Math.floorMod(turns.getAndIncrement(), bodies.count())));
  }

  /** Sends a sample of each of the agent's series; fails where the answer has another status. */
  HttpRequestActionBuilder send(String name, Integer... statuses) {
    return http(name)
        .post(url)
        .headers(AgentBodies.HEADERS)
        .body(ByteArrayBody(session -> bodies.next(session.getInt(NUMBER), CLOCK.millis())))
        .check(status().in(statuses));
  }
}
