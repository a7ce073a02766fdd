package io.tidegauge.loadtest.bench.system;

import io.tidegauge.engines.ClickHouseEndpoint;
import io.tidegauge.engines.EngineException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What is in ClickHouse. Thread-safe. */
final class History {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration MERGE_PATIENCE = Duration.ofMinutes(10);
  private static final int MOST_MERGES = 30;

  private final ClickHouseEndpoint endpoint;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  History(ClickHouseEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  String version() {
    return ask("SELECT version()").getFirst();
  }

  /** Raw samples. */
  long samples() {
    return number("SELECT count() FROM samples");
  }

  /** Series that have a final rollup of a window. */
  long finals(DueWindows.Length length, Instant start) {
    return number(
        "SELECT uniqExact(id) FROM %s WHERE start = fromUnixTimestamp64Milli(%d, 'UTC') AND state = 'final'"
            .formatted(length.table(), start.toEpochMilli()));
  }

  /** Final rollups, and the samples that they count. */
  long[] finals(DueWindows.Length length) {
    String[] fields =
        ask("SELECT count(), sum(count) FROM %s FINAL WHERE state = 'final'"
                .formatted(length.table()))
            .getFirst()
            .split("\t", -1);
    return new long[] {Long.parseLong(fields[0]), Long.parseLong(fields[1])};
  }

  /** Bytes of the tables that have any. */
  Map<String, Long> bytes() {
    return sizes(
        "SELECT table, sum(bytes_on_disk) FROM system.parts WHERE active AND database = '%s' GROUP BY table ORDER BY table"
            .formatted(endpoint.database()));
  }

  /** Bytes of a table's columns, the largest first; without marks and keys. */
  Map<String, Long> columns(String table) {
    return sizes(
        "SELECT column, sum(column_data_compressed_bytes) AS size FROM system.parts_columns WHERE active AND database = '%s' AND table = '%s' GROUP BY column HAVING size > 0 ORDER BY size DESC"
            .formatted(endpoint.database(), table));
  }

  private Map<String, Long> sizes(String query) {
    Map<String, Long> bytes = new LinkedHashMap<>();
    for (String line : ask(query)) {
      String[] fields = line.split("\t", -1);
      bytes.put(fields[0], Long.parseLong(fields[1]));
    }
    return bytes;
  }

  /** Merges a table's parts to one for each of its partitions. */
  void merge(String table) throws InterruptedException {
    for (int i = 0; parts(table) > partitions(table); i++) {
      if (i == MOST_MERGES) {
        throw new EngineException(
            table + " still has more than one part of a partition; something writes to it");
      }
      // It does nothing while another merge has some of the parts.
      send("OPTIMIZE TABLE " + table + " FINAL", MERGE_PATIENCE);
      TimeUnit.SECONDS.sleep(1);
    }
  }

  private long parts(String table) {
    return number("SELECT count() " + activeParts(table));
  }

  private long partitions(String table) {
    return number("SELECT uniqExact(partition_id) " + activeParts(table));
  }

  private String activeParts(String table) {
    return "FROM system.parts WHERE active AND database = '%s' AND table = '%s'"
        .formatted(endpoint.database(), table);
  }

  private long number(String query) {
    return Long.parseLong(ask(query).getFirst());
  }

  private List<String> ask(String query) {
    return send(query + " FORMAT TSV", PATIENCE);
  }

  private List<String> send(String statement, Duration patience) {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.url().resolve("/?database=" + endpoint.database()))
            .timeout(patience)
            .header("X-ClickHouse-User", endpoint.username())
            .header("X-ClickHouse-Key", endpoint.password())
            .POST(HttpRequest.BodyPublishers.ofString(statement))
            .build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new EngineException(
            "ClickHouse refused '" + statement + "': " + answer.body().strip());
      }
      return answer.body().lines().toList();
    } catch (IOException e) {
      throw new EngineException("ClickHouse does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException("interrupted while asking ClickHouse", e);
    }
  }
}
