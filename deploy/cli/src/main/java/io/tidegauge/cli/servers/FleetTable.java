package io.tidegauge.cli.servers;

import io.tidegauge.cli.output.TextLines;
import io.tidegauge.cli.terminal.Cell;
import io.tidegauge.cli.terminal.Column;
import io.tidegauge.cli.terminal.Quantity;
import io.tidegauge.cli.terminal.Table;
import io.tidegauge.cli.terminal.Terminal;
import io.tidegauge.cli.terminal.Times;
import io.tidegauge.cli.terminal.Tone;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The fleet as a table, with the counts by state above it. Stateless. */
final class FleetTable {

  private static final double BUSY = 0.9;

  private FleetTable() {}

  static void print(List<Server> servers, Instant now, Terminal terminal, TextLines out) {
    out.line(counts(servers, terminal));
    out.line("");
    Table table =
        new Table(
            Column.text("SERVER").cutTo(12),
            Column.text("STATE"),
            Column.number("CPU"),
            Column.number("MEMORY"),
            Column.number("DISK").optional(2),
            Column.number("LOAD"),
            Column.number("LAST SEEN"),
            Column.text("FINDINGS").cutTo(8).optional(1),
            Column.number("SERIES").optional(4),
            Column.text("ENVIRONMENT").cutTo(6).optional(7),
            Column.text("ROLE").cutTo(6).optional(5),
            Column.text("LOCATION").cutTo(6).optional(8),
            Column.text("OWNER").cutTo(6).optional(3),
            Column.text("TAGS").cutTo(6).optional(6));
    servers.forEach(server -> table.row(row(server, now)));
    table.print(terminal, out);
  }

  private static String counts(List<Server> servers, Terminal terminal) {
    Map<ServerState, Long> counts =
        servers.stream()
            .collect(Collectors.groupingBy(Server::state, TreeMap::new, Collectors.counting()));
    String states =
        counts.entrySet().stream()
            .map(e -> terminal.paint(e.getKey().tone(), e.getValue() + " " + e.getKey()))
            .collect(Collectors.joining(", "));
    return Quantity.count(servers.size(), "server", "servers") + ": " + states;
  }

  private static List<Cell> row(Server server, Instant now) {
    return List.of(
        Cell.of(server.id(), Tone.STRONG),
        Cell.of(server.word(), server.state().tone()),
        share(server.cpu()),
        share(server.memory()),
        Double.isNaN(server.disk()) ? Cell.EMPTY : share(server.disk()),
        Cell.of(load(server.load1())),
        Cell.of(Times.ago(server.lastSeen(), now)),
        Cell.of(
            server.findings().stream()
                .map(Server.Finding::rule)
                .distinct()
                .collect(Collectors.joining(", ")),
            server.state().tone()),
        Cell.of(Quantity.number(server.series())),
        Cell.of(server.environment()),
        Cell.of(server.role()),
        Cell.of(server.location()),
        Cell.of(server.owner()),
        Cell.of(String.join(", ", server.tags())));
  }

  static Cell share(double value) {
    return Cell.of(Quantity.share(value), value >= BUSY ? Tone.WARNING : Tone.PLAIN);
  }

  static String load(double value) {
    return Double.isNaN(value) ? Quantity.NONE : String.format(Locale.ROOT, "%.2f", value);
  }
}
