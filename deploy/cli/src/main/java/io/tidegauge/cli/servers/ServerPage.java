package io.tidegauge.cli.servers;

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
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One server with all that is known of it. */
final class ServerPage {

  private static final int LABEL = 12;
  private static final int METRICS_WIDTH = 100;

  /** The rules that are there without edits, on shares. */
  private static final Set<String> SHARES = Set.of("cpu", "memory", "disk");

  private final Terminal terminal;
  private final TextLines out;
  private final Times times;
  private final Instant now;

  ServerPage(Terminal terminal, TextLines out, Times times, Instant now) {
    this.terminal = terminal;
    this.out = out;
    this.times = times;
    this.now = now;
  }

  /**
   * Prints it.
   *
   * @param events the newest first; empty where the service has none
   */
  void print(Server server, JsonNode events) {
    String since = server.stateSince() == null ? "" : " since " + when(server.stateSince());
    out.line(
        terminal.paint(Tone.STRONG, Text.clean(server.id()))
            + "  "
            + terminal.paint(server.state().tone(), Text.clean(server.word()))
            + since);
    fact("last seen", server.lastSeen() == null ? "" : when(server.lastSeen()));
    fact("cpu", plain(Quantity.share(server.cpu())));
    fact("memory", plain(Quantity.share(server.memory())));
    fact("disk", plain(Quantity.share(server.disk())));
    fact("load", plain(FleetTable.load(server.load1())));
    fact("environment", server.environment());
    fact("role", server.role());
    fact("location", server.location());
    fact("owner", server.owner());
    fact("tags", String.join(", ", server.tags()));
    findings(server);
    events(events);
    metrics(server);
  }

  private static String plain(String value) {
    return value.equals(Quantity.NONE) ? "" : value;
  }

  private void fact(String name, String value) {
    if (!value.isEmpty()) {
      out.line(terminal.paint(Tone.DIM, Text.left(name, LABEL)) + Text.clean(value));
    }
  }

  private String when(@Nullable Instant time) {
    return time == null ? "" : times.moment(time) + " (" + Times.ago(time, now) + ")";
  }

  private void findings(Server server) {
    if (server.findings().isEmpty()) {
      return;
    }
    out.line("");
    Table table =
        new Table(
            Column.text("FINDING").cutTo(10),
            Column.text("LEVEL"),
            Column.number("VALUE"),
            Column.number("LIMIT"),
            Column.text("SINCE"));
    for (Server.Finding finding : server.findings()) {
      table.row(
          Cell.of(finding.rule()),
          Cell.of(finding.level(), ServerState.of(finding.level()).tone()),
          Cell.of(figure(finding, finding.value())),
          Cell.of(figure(finding, finding.limit())),
          Cell.of(when(finding.since())));
    }
    table.print(terminal, out);
  }

  private static String figure(Server.Finding finding, double value) {
    return SHARES.contains(finding.rule()) ? Quantity.share(value) : Quantity.number(value);
  }

  private void events(JsonNode events) {
    if (events.isEmpty()) {
      return;
    }
    out.line("");
    Table table =
        new Table(
            Column.text("EVENT AT"),
            Column.text("FROM"),
            Column.text("TO"),
            Column.text("BECAUSE OF").cutTo(10).optional(1));
    for (JsonNode event : events) {
      Instant time = Json.time(event.path("time"));
      String to = Json.text(event.path("to"));
      String because =
          String.join(
              ", ",
              Server.Finding.of(event.path("findings")).stream()
                  .map(Server.Finding::rule)
                  .toList());
      table.row(
          Cell.of(time == null ? "" : times.moment(time)),
          Cell.of(Json.text(event.path("from"))),
          Cell.of(to, ServerState.of(to).tone()),
          Cell.of(because));
    }
    table.print(terminal, out);
  }

  private void metrics(Server server) {
    if (server.metrics().isEmpty()) {
      return;
    }
    out.line("");
    String series =
        Double.isNaN(server.series()) ? "" : " in " + Quantity.number(server.series()) + " series";
    String metrics = Quantity.count(server.metrics().size(), "METRIC", "METRICS");
    out.line(terminal.paint(Tone.DIM, metrics + series));
    int room = Math.min(METRICS_WIDTH, terminal.width());
    StringBuilder line = new StringBuilder();
    for (String metric : server.metrics()) {
      String name = Text.clean(metric);
      if (!line.isEmpty() && Text.width(line.toString()) + 2 + Text.width(name) > room) {
        out.line(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : "  ").append(name);
    }
    out.line(line.toString());
  }
}
