package io.tidegauge.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidegauge.contract.window.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Real server metrics of weeks ago, sent with {@code tidegauge send --shift-to-now}: their 1h and
 * 24h rollups equal those computed from the files. The files are looked for in {@code
 * ../shared/data/nab} beside the checkout, or in the folder that the environment variable {@code
 * TIDEGAUGE_CSV} names.
 */
class CloudWatchSeriesIT {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final long DAY = Duration.ofDays(1).toMillis();

  @Test
  void rollupsEqualThoseComputedFromTheFiles() throws IOException {
    Path folder =
        Path.of(
            System.getenv()
                .getOrDefault(
                    "TIDEGAUGE_CSV",
                    Product.root().resolve("../shared/data/nab").normalize().toString()));
    assumeTrue(Files.isDirectory(folder), "no CSV files in " + folder);
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> file.toString().endsWith(".csv")).sorted().toList();
    }

    try (Product product =
        Product.start(List.of("--ephemeral", "--set", "tidegauge.raw-retention=30d"))) {
      List<String> command =
          new ArrayList<>(
              List.of(
                  Product.root().resolve("tidegauge").toString(),
                  "send",
                  "--shift-to-now",
                  "--url=" + product.ingest(),
                  "--label=host=cloudwatch"));
      files.forEach(file -> command.add(file.toString()));
      long before = System.currentTimeMillis();
      try (Program send = Program.start(Product.root(), Product.output("send.log"), command)) {
        assertThat(send.await(300)).as(send.output()).isZero();
      }
      Rollups rollups = new Rollups(product.query());
      for (Path file : files) {
        TreeMap<Long, Double> samples = read(file);
        String metric =
            file.getFileName().toString().replace(".csv", "").replaceAll("[^a-zA-Z0-9_:]", "_");
        for (Window window : List.of(Window.H1, Window.H24)) {
          compare(rollups, metric, samples, window, before);
        }
      }
    }
  }

  private static void compare(
      Rollups rollups, String metric, TreeMap<Long, Double> samples, Window window, long sentAt) {
    Await.until(
        Duration.ofSeconds(90),
        () -> {
          Map<Map<String, String>, TreeMap<Long, Point>> series =
              rollups.of(metric, window.label(), sentAt - 40 * DAY, sentAt + DAY);
          assertThat(series).as(metric).hasSize(1);
          new Expected(window, samples, shiftOf(samples, sentAt))
              .assertEquals(metric, series.values().iterator().next());
        });
  }

  /** The newest sample moves to the minute in which it was sent. */
  private static long shiftOf(TreeMap<Long, Double> samples, long sentAt) {
    long minute = Duration.ofMinutes(1).toMillis();
    return sentAt / minute * minute - samples.lastKey();
  }

  private static TreeMap<Long, Double> read(Path file) throws IOException {
    TreeMap<Long, Double> samples = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      String[] fields = line.split(",");
      if (fields.length == 2 && Character.isDigit(fields[0].charAt(0))) {
        long time = LocalDateTime.parse(fields[0], TIME).toInstant(ZoneOffset.UTC).toEpochMilli();
        samples.putIfAbsent(time, Double.parseDouble(fields[1])); // the first of a timestamp counts
      }
    }
    return samples;
  }
}
