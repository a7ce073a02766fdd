package io.tidegauge.loadtest.bench.storage;

import io.tidegauge.loadtest.bench.report.Grid;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** Bytes of a sample of one data set, side by side; the first system is ours. */
final class StorageTable {

  private final List<Stored> systems;
  private final Grid grid;

  private StorageTable(List<Stored> systems) {
    this.systems = List.copyOf(systems);
    this.grid = new Grid(systems.stream().map(Stored::system).toList());
  }

  static String of(List<Stored> systems) {
    StorageTable table = new StorageTable(systems);
    table.row("bytes a sample, merged", stored -> stored.merged().samples());
    table.row("  data", stored -> stored.merged().data());
    Stored ours = systems.getFirst();
    ours.merged()
        .columns()
        .forEach((what, bytes) -> table.grid.own("    of it " + what, text(ours.each(bytes))));
    table.row("  index", stored -> stored.merged().index());
    table.row("bytes a sample, as it settled", stored -> stored.settled().samples());
    new TreeMap<>(ours.merged().beside())
        .forEach((what, bytes) -> table.grid.own("beside: " + what, text(ours.each(bytes))));
    return table.grid.text();
  }

  private void row(String title, ToLongFunction<Stored> bytes) {
    List<Double> each =
        systems.stream().map(stored -> stored.each(bytes.applyAsLong(stored))).toList();
    grid.row(title, each, each.stream().map(StorageTable::text).toList());
  }

  private static String text(double bytes) {
    return String.format(Locale.ROOT, "%.3f", bytes);
  }
}
