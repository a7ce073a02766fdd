package io.tidegauge.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidegauge.contract.window.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Real server metrics of weeks ago, sent with {@code tidegauge send --shift-to}: their 1h and 24h
 * rollups equal those computed from the files. The files are looked for in {@code
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
      Instant newest = Instant.now().truncatedTo(ChronoUnit.MINUTES);
      List<String> command =
          new ArrayList<>(
              List.of(
                  Product.root().resolve("tidegauge").toString(),
                  "send",
                  "--shift-to=" + newest,
                  "--url=" + product.ingest(),
                  "--label=host=cloudwatch"));
      files.forEach(file -> command.add(file.toString()));
      try (Program send = Program.start(Product.root(), Product.output("send.log"), command)) {
        assertThat(send.await(300)).as(send.output()).isZero();
      }
      Rollups rollups = new Rollups(product.query());
      for (Path file : files) {
        TreeMap<Long, Double> samples = read(file);
        String metric =
            file.getFileName().toString().replace(".csv", "").replaceAll("[^a-zA-Z0-9_:]", "_");
        for (Window window : List.of(Window.H1, Window.H24)) {
          compare(rollups, metric, samples, window, newest.toEpochMilli());
        }
      }
    }
  }

  private static void compare(
      Rollups rollups, String metric, TreeMap<Long, Double> samples, Window window, long newest) {
    Await.until(
        Duration.ofSeconds(90),
        () -> {
          Map<Map<String, String>, TreeMap<Long, Point>> series =
              rollups.of(metric, window.label(), newest - 40 * DAY, newest + DAY);
          assertThat(series).as(metric).hasSize(1);
          new Expected(window, samples, newest - samples.lastKey())
              .assertEquals(metric, series.values().iterator().next());
        });
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
