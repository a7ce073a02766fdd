package io.tidegauge.loadtest.send;

import io.tidegauge.loadtest.model.LoadSample;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The lines of one {@code send} over the native stream and what became of them, over as many
 * requests as it takes. Not thread-safe: one request at a time.
 */
final class Delivery {

  private static final JsonMapper JSON = new JsonMapper();

  private final List<List<LoadSample>> batches;
  private final long firstSequence;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final List<String> messages = new ArrayList<>();
  private Outcome before = Outcome.NONE;
  private Outcome inRequest = Outcome.NONE;
  private int start;
  private int acked;

  Delivery(List<List<LoadSample>> batches, long firstSequence) {
    this.batches = batches;
    this.firstSequence = firstSequence;
  }

  /** A request begins: the batches that are not acknowledged, a line each. */
  List<List<LoadSample>> begin() {
    before = before.plus(inRequest);
    inRequest = Outcome.NONE;
    start = acked;
    line.reset();
    return batches.subList(start, batches.size());
  }

  /** The sequence number of the request's first line. */
  long sequence() {
    return firstSequence + start;
  }

  boolean isComplete() {
    return acked == batches.size();
  }

  Outcome outcome() {
    return before.plus(inRequest).plus(new Outcome(0, 0, messages));
  }

  /** The next bytes that came down. */
  void accept(byte[] bytes) {
    for (byte b : bytes) {
      if (b == '\n') {
        acknowledge(JSON.readTree(line.toString(StandardCharsets.UTF_8)));
        line.reset();
      } else {
        line.write(b);
      }
    }
  }

  private void acknowledge(JsonNode answer) {
    if (answer.has("error")) {
      JsonNode error = answer.path("error");
      throw new StreamCutException(
          error.path("reason").asString("no reason") + ": " + error.path("message").asString(""));
    }
    acked = Math.min(batches.size(), start + answer.path("ack").asInt(0));
    inRequest =
        new Outcome(answer.path("accepted").asLong(0), answer.path("refused").asLong(0), List.of());
    for (JsonNode refused : answer.path("rejected")) {
      messages.add(
          refused.path("reason").asString("") + ": " + refused.path("message").asString(""));
    }
  }
}
