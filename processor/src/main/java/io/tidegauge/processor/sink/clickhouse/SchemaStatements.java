package io.tidegauge.processor.sink.clickhouse;

import io.tidegauge.contract.window.Window;
import io.tidegauge.processor.sink.clickhouse.ClickHouseProperties.Retention;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The statements of the contract's {@code clickhouse/schema.sql}, with the settings put in. */
final class SchemaStatements {

  private static final String RESOURCE = "/clickhouse/schema.sql";
  private static final int RAW_MARGIN_DAYS = 2;
  private static final Pattern COMMENT = Pattern.compile("(?m)^--.*$");
  private static final Pattern TABLE = Pattern.compile("CREATE TABLE IF NOT EXISTS (\\w+)");
  private static final Pattern TTL = Pattern.compile("(?m)^TTL (.+ INTERVAL (\\d+) DAY)$");
  private static final Pattern CODEC = Pattern.compile("(?m)^ +(\\w+) .*\\b(CODEC\\(.+\\)),?$");
  private static final Pattern SETTINGS = Pattern.compile("(?m)^SETTINGS (.+)$");

  private SchemaStatements() {}

  /**
   * One table.
   *
   * @param name of the table
   * @param create makes it where it is missing
   * @param ttl the TTL expression; empty where rows stay for ever
   * @param days in the TTL
   * @param codecs of the columns that have one, by name, as ClickHouse writes them
   * @param settings each as {@code name = value}
   */
  record Table(
      String name,
      String create,
      String ttl,
      long days,
      Map<String, String> codecs,
      List<String> settings) {}

  /** The tables of the schema. */
  static List<Table> tables(Duration rawRetention, Retention retention) {
    return tables(read(), rawRetention, retention);
  }

  static List<Table> tables(String schema, Duration rawRetention, Retention retention) {
    String rawDays = String.valueOf(rawKept(rawRetention).toDays());
    List<Table> tables = new ArrayList<>();
    for (String part : COMMENT.matcher(schema).replaceAll("").split(";", -1)) {
      String statement = part.strip();
      if (statement.isEmpty()) {
        continue;
      }
      String withRaw = statement.replace("${raw_days}", rawDays);
      if (!withRaw.contains("${window}")) {
        tables.add(table(withRaw));
        continue;
      }
      for (Window window : Window.values()) {
        tables.add(
            table(
                withRaw
                    .replace("${window}", window.label())
                    .replace("${rollup_days}", String.valueOf(of(window, retention).toDays()))));
      }
    }
    return tables;
  }

  /** How long the table of raw samples keeps its rows. */
  static Duration rawKept(Duration rawRetention) {
    return Duration.ofDays(rawRetention.toDays() + RAW_MARGIN_DAYS);
  }

  private static Duration of(Window window, Retention retention) {
    return switch (window) {
      case M5 -> retention.rollups5m();
      case M15 -> retention.rollups15m();
      case H1 -> retention.rollups1h();
      case H24 -> retention.rollups24h();
    };
  }

  private static Table table(String create) {
    Matcher name = TABLE.matcher(create);
    if (!name.find() || create.contains("${")) {
      throw new IllegalStateException(
          "schema.sql has a statement that is not understood: " + create);
    }
    Matcher ttl = TTL.matcher(create);
    boolean ends = ttl.find();
    return new Table(
        name.group(1),
        create,
        ends ? ttl.group(1) : "",
        ends ? Long.parseLong(ttl.group(2)) : 0,
        codecs(create),
        settings(create));
  }

  private static Map<String, String> codecs(String create) {
    Map<String, String> codecs = new TreeMap<>();
    Matcher column = CODEC.matcher(create);
    while (column.find()) {
      codecs.put(column.group(1), column.group(2));
    }
    return codecs;
  }

  private static List<String> settings(String create) {
    Matcher settings = SETTINGS.matcher(create);
    return settings.find() ? List.of(settings.group(1).split(", ", -1)) : List.of();
  }

  private static String read() {
    try (InputStream in = SchemaStatements.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
