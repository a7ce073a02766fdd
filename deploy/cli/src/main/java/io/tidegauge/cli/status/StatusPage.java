package io.tidegauge.cli.status;

import io.tidegauge.cli.api.Json;
import io.tidegauge.cli.output.TextLines;
import io.tidegauge.cli.terminal.Cell;
import io.tidegauge.cli.terminal.Column;
import io.tidegauge.cli.terminal.Quantity;
import io.tidegauge.cli.terminal.Table;
import io.tidegauge.cli.terminal.Terminal;
import io.tidegauge.cli.terminal.Text;
import io.tidegauge.cli.terminal.Times;
import io.tidegauge.cli.terminal.Tone;
import io.tidegauge.cli.terminal.Unit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** Prints a status; what it does not have is left out, or a dash. */
final class StatusPage {

  private final Terminal terminal;
  private final TextLines out;
  private final Times times;
  private final boolean withPartitions;

  StatusPage(Terminal terminal, TextLines out, Times times, boolean withPartitions) {
    this.terminal = terminal;
    this.out = out;
    this.times = times;
    this.withPartitions = withPartitions;
  }

  /**
   * Prints it.
   *
   * @param now where the status does not say when it is of
   */
  void print(JsonNode status, Instant now) {
    Instant time = Objects.requireNonNullElse(Json.time(status.path("time")), now);
    head(status, time);
    stores(status.path("stores"), time);
    topics(status.path("topics"), time);
    consumers(status.path("consumers"));
    caches(status.path("caches"));
    rejects(status.path("rejects"), time);
  }

  private void head(JsonNode status, Instant time) {
    String state = Json.text(status.path("state"));
    Tone tone = state.equals("ok") ? Tone.GOOD : Tone.BAD;
    List<String> facts = new ArrayList<>();
    facts.add(terminal.paint(tone, Text.clean(state.isEmpty() ? "unknown" : state)));
    facts.add(times.clock(time));
    add(facts, status.path("samplesPerSecond"), "%s samples/s", Unit.NONE);
    add(facts, status.path("freshness"), "newest %s old", Unit.SECONDS);
    Instant watermark = Json.time(status.path("watermark"));
    if (watermark != null) {
      facts.add(
          "complete up to " + times.moment(watermark) + " (" + Times.ago(watermark, time) + ")");
    }
    add(facts, status.path("live").path("series"), "%s live series", Unit.NONE);
    JsonNode subscribers = status.path("live").path("subscribers");
    add(facts, subscribers, isOne(subscribers) ? "%s subscriber" : "%s subscribers", Unit.NONE);
    out.line(String.join("  ", facts));
    status
        .path("reasons")
        .forEach(
            reason ->
                out.line(terminal.paint(tone, "! ") + Text.clean(Json.text(reason.path("text")))));
  }

  private static void add(List<String> facts, JsonNode value, String format, Unit unit) {
    double number = Json.number(value);
    if (!Double.isNaN(number)) {
      facts.add(format.formatted(Quantity.of(number, unit)));
    }
  }

  private static boolean isOne(JsonNode count) {
    return Json.number(count) == 1;
  }

  private void stores(JsonNode stores, Instant time) {
    Table table =
        new Table(Column.text("STORE"), Column.text("STATE"), Column.text("SINCE").optional(1));
    for (JsonNode store : stores) {
      String state = Json.text(store.path("state"));
      Instant since = Json.time(store.path("since"));
      Tone tone = state.equals("up") ? Tone.GOOD : state.equals("down") ? Tone.BAD : Tone.WARNING;
      table.row(
          text(store, "name"),
          Cell.of(state, tone),
          Cell.of(since == null ? "" : times.moment(since) + " (" + Times.ago(since, time) + ")"));
    }
    print(table);
  }

  private void topics(JsonNode topics, Instant time) {
    Table table =
        new Table(
            Column.text("TOPIC"),
            Column.number("PARTITION").optional(4),
            Column.number("RECORDS/S"),
            Column.number("RECORDS"),
            Column.number("SIZE").optional(2),
            Column.text("COMPLETE UP TO").optional(1));
    for (JsonNode topic : topics) {
      JsonNode partitions = topic.path("partitions");
      double records = 0;
      for (JsonNode partition : partitions) {
        records += records(partition);
      }
      table.row(
          text(topic, "name"),
          Cell.of(withPartitions ? "all" : Integer.toString(partitions.size())),
          number(topic, "recordsPerSecond", Unit.NONE),
          Cell.of(Quantity.number(records)),
          bytes(topic),
          Cell.EMPTY);
      if (withPartitions) {
        for (JsonNode partition : partitions) {
          table.row(
              Cell.EMPTY,
              number(partition, "partition", Unit.NONE),
              number(partition, "recordsPerSecond", Unit.NONE),
              Cell.of(Quantity.number(records(partition))),
              Cell.EMPTY,
              watermark(partition, time));
        }
      }
    }
    print(table);
  }

  private static double records(JsonNode partition) {
    return Json.number(partition.path("end")) - Json.number(partition.path("begin"));
  }

  private static Cell bytes(JsonNode topic) {
    double bytes = Json.number(topic.path("bytes"));
    return Cell.of(Double.isNaN(bytes) ? "" : Quantity.of(bytes, Unit.BYTES));
  }

  private Cell watermark(JsonNode partition, Instant time) {
    Instant watermark = Json.time(partition.path("watermark"));
    return Cell.of(
        watermark == null ? "" : times.moment(watermark) + " (" + Times.ago(watermark, time) + ")");
  }

  private void consumers(JsonNode consumers) {
    Table table =
        new Table(
            Column.text("CONSUMER"),
            Column.text("TOPIC"),
            Column.number("PARTITION").optional(2),
            Column.number("LAG"),
            Column.number("WAITING").optional(3),
            Column.text("GROUP").optional(4));
    for (JsonNode consumer : consumers) {
      JsonNode partitions = consumer.path("partitions");
      table.row(
          text(consumer, "name"),
          text(consumer, "topic"),
          Cell.of(withPartitions ? "all" : ""),
          number(consumer, "lag", Unit.NONE),
          longest(partitions),
          text(consumer, "group"));
      if (withPartitions) {
        for (JsonNode partition : partitions) {
          table.row(
              Cell.EMPTY,
              Cell.EMPTY,
              number(partition, "partition", Unit.NONE),
              number(partition, "lag", Unit.NONE),
              waiting(Json.number(partition.path("seconds"))),
              Cell.EMPTY);
        }
      }
    }
    print(table);
  }

  /** The longest that records of these wait. */
  private static Cell longest(JsonNode partitions) {
    double longest =
        partitions
            .valueStream()
            .mapToDouble(partition -> Json.number(partition.path("seconds")))
            .filter(seconds -> !Double.isNaN(seconds))
            .max()
            .orElse(Double.NaN);
    return waiting(longest);
  }

  private static Cell waiting(double seconds) {
    return Cell.of(Double.isNaN(seconds) ? "" : Quantity.of(seconds, Unit.SECONDS));
  }

  private void caches(JsonNode caches) {
    Table table =
        new Table(
            Column.text("CACHE"),
            Column.number("HITS"),
            Column.number("MISSES"),
            Column.number("HIT RATE"),
            Column.number("ENTRIES").optional(1));
    for (JsonNode cache : caches) {
      double hits = Json.number(cache.path("hits"));
      double asked = hits + Json.number(cache.path("misses"));
      double entries = Json.number(cache.path("entries"));
      table.row(
          text(cache, "name"),
          number(cache, "hits", Unit.NONE),
          number(cache, "misses", Unit.NONE),
          Cell.of(Quantity.share(asked > 0 ? hits / asked : Double.NaN)),
          Cell.of(Double.isNaN(entries) ? "" : Quantity.number(entries)));
    }
    print(table);
  }

  private void rejects(JsonNode rejects, Instant time) {
    Table table = new Table(Column.text("REFUSED"), Column.number("COUNT"), Column.text("LAST"));
    for (JsonNode reason : rejects.path("reasons")) {
      Instant last = Json.time(reason.path("last"));
      table.row(
          text(reason, "reason"),
          number(reason, "count", Unit.NONE),
          Cell.of(last == null ? "" : times.moment(last) + " (" + Times.ago(last, time) + ")"));
    }
    if (rejects.isObject()) {
      Instant since = Json.time(rejects.path("since"));
      out.line("");
      out.line(
          Quantity.number(Json.number(rejects.path("total")))
              + (isOne(rejects.path("total")) ? " sample" : " samples")
              + " of this tenant refused"
              + (since == null ? "" : " since " + times.moment(since)));
      if (!table.isEmpty()) {
        table.print(terminal, out);
      }
    }
  }

  private static Cell text(JsonNode node, String name) {
    return Cell.of(Json.text(node.path(name)));
  }

  private static Cell number(JsonNode node, String name, Unit unit) {
    return Cell.of(Quantity.of(Json.number(node.path(name)), unit));
  }

  private void print(Table table) {
    if (!table.isEmpty()) {
      out.line("");
      table.print(terminal, out);
    }
  }
}
