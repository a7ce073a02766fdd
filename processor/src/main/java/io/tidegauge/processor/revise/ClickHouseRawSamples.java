package io.tidegauge.processor.revise;

import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.window.Window;
import io.tidegauge.processor.sink.clickhouse.ClickHouseProperties;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Raw samples out of ClickHouse, over its HTTP interface in RowBinary
 * (clickhouse.com/docs/interfaces/formats/RowBinary). The numbers in the query are this class's
 * own, nothing of it comes from outside.
 */
final class ClickHouseRawSamples implements RawSamples {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** How far the clocks of the servers of one ClickHouse may be apart. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final URI endpoint;
  private final String username;
  private final String password;
  private final String database;
  private final long keptMillis;

  /**
   * The samples of a database.
   *
   * @param kept how long the table keeps them
   */
  ClickHouseRawSamples(ClickHouseProperties properties, Duration kept) {
    String url = properties.url().toString();
    // An answer that fails half-way must not look like one that ends there.
    this.endpoint = URI.create(url + (url.endsWith("/") ? "" : "/") + "?wait_end_of_query=1");
    this.username = properties.username();
    this.password = properties.password();
    this.database = properties.database();
    this.keptMillis = kept.toMillis();
  }

  @Override
  public Map<SeriesId, List<RawSample>> read(
      List<SeriesId> series, long day, int epoch, long offset) {
    return ask(query(series, day, epoch, offset), ClickHouseRawSamples::parse);
  }

  /** A row's life ends by ClickHouse's clock, so that is what is asked. */
  @Override
  public long keptFrom() {
    long now =
        ask(
            "SELECT toUnixTimestamp64Milli(now64(3)) FORMAT RowBinary",
            body -> Long.reverseBytes(new DataInputStream(body).readLong()));
    return now - keptMillis + SKEW.toMillis();
  }

  /** Reads an answer's body. */
  @FunctionalInterface
  private interface Parser<T> {
    T parse(InputStream body) throws IOException;
  }

  private <T> T ask(String query, Parser<T> parser) {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .timeout(TIMEOUT)
            .header("X-ClickHouse-User", username)
            .header("X-ClickHouse-Key", password)
            .header("X-ClickHouse-Database", database)
            .POST(HttpRequest.BodyPublishers.ofString(query))
            .build();
    try {
      HttpResponse<InputStream> response =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() != 200) {
          String error = new String(body.readNBytes(1000), StandardCharsets.UTF_8);
          throw new IOException("ClickHouse answered " + response.statusCode() + ": " + error);
        }
        return parser.parse(body);
      }
    } catch (IOException e) {
      throw new RawSamplesUnavailableException("raw samples could not be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RawSamplesUnavailableException("interrupted while reading raw samples", e);
    }
  }

  private static String query(List<SeriesId> series, long day, int epoch, long offset) {
    String ids =
        series.stream()
            .map(id -> "reinterpretAsUInt128(reverse(unhex('" + id + "')))")
            .collect(Collectors.joining(","));
    return "SELECT toUInt64(bitShiftRight(id, 64)), toUInt64(bitAnd(id, toUInt128(18446744073709551615))),"
        + " toUnixTimestamp64Milli(ts), reinterpretAsUInt64(value)"
        + " FROM samples WHERE id IN ("
        + ids
        + ") AND ts >= fromUnixTimestamp64Milli("
        + day
        + ", 'UTC') AND ts < fromUnixTimestamp64Milli("
        + Window.H24.end(day)
        + ", 'UTC') AND (samples.epoch < "
        + epoch
        + " OR (samples.epoch = "
        + epoch
        + " AND samples.offset <= "
        + offset
        + ")) ORDER BY id, ts, samples.epoch, samples.offset, idx"
        // A numbered batch counts once however often it came, another record once as a record.
        + " LIMIT 1 BY id, ts, idx, batch, if(batch = 0, samples.epoch, 0),"
        + " if(batch = 0, samples.offset, 0) FORMAT RowBinary";
  }

  private static Map<SeriesId, List<RawSample>> parse(InputStream body) throws IOException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(body, 1 << 16));
    Map<SeriesId, List<RawSample>> samples = new HashMap<>();
    while (true) {
      long high;
      try {
        high = Long.reverseBytes(in.readLong());
      } catch (EOFException end) {
        return samples;
      }
      SeriesId id = new SeriesId(high, Long.reverseBytes(in.readLong()));
      long timestamp = Long.reverseBytes(in.readLong());
      double value = Double.longBitsToDouble(Long.reverseBytes(in.readLong()));
      samples.computeIfAbsent(id, key -> new ArrayList<>()).add(new RawSample(timestamp, value));
    }
  }
}
