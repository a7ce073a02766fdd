package io.tidegauge.loadtest.body;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.xerial.snappy.Snappy;

/**
 * What a fleet of agents sends: each agent has series of its own, and its next body has one sample
 * of each of them. Thread-safe.
 */
public final class AgentBodies {

  /** The headers of each request with such a body. */
  public static final Map<String, String> HEADERS =
      Map.of(
          "Content-Type", "application/x-protobuf",
          "Content-Encoding", "snappy",
          "X-Prometheus-Remote-Write-Version", "0.1.0");

  private final List<Agent> agents = new ArrayList<>();

  /** One agent; its monitor guards it. */
  private static final class Agent {
    private final BodyTemplate template;
    private long newest = Long.MIN_VALUE;

    Agent(BodyTemplate template) {
      this.template = template;
    }
  }

  /**
   * Of a fleet in which nobody has sent yet.
   *
   * @param count how many agents
   * @param series of each agent
   */
  public AgentBodies(SeriesSpec spec, int count, int series) {
    SeriesLabels labels = new SeriesLabels(spec);
    for (int i = 0; i < count; i++) {
      agents.add(new Agent(new BodyTemplate(labels, i * series, series, spec.seed())));
    }
  }

  /** How many agents there are. */
  public int count() {
    return agents.size();
  }

  /**
   * The next body of an agent (Remote-Write 1.0, snappy's block format). No two bodies of an agent
   * have the same timestamp: one that is asked for too early gets the next millisecond.
   *
   * @param agent from 0 to {@link #count()}, exclusive
   * @param millis when its samples are taken, ms since the epoch
   */
  public byte[] next(int agent, long millis) {
    Agent one = agents.get(agent);
    synchronized (one) {
      one.newest = Math.max(one.newest + 1, millis);
      one.template.patch(one.newest);
      try {
        return Snappy.compress(one.template.bytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
