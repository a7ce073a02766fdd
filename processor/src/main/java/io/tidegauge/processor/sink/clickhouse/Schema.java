package io.tidegauge.processor.sink.clickhouse;

import io.tidegauge.processor.sink.clickhouse.ClickHouseProperties.Retention;
import io.tidegauge.processor.sink.clickhouse.SchemaStatements.Table;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the tables where they are missing, and brings the retention, settings and codecs of those
 * that are there up to the configuration and the schema. Safe for use from several threads and
 * processes at once.
 */
public final class Schema {

  private static final Logger LOG = LoggerFactory.getLogger(Schema.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final ClickHouseClient client;
  private final List<Table> tables;
  private boolean applied;

  /**
   * The schema of a database; nothing is sent yet.
   *
   * @param rawRetention how long raw samples are kept; the table keeps two days more, so that the
   *     windows of a late sample can be computed again
   * @param retention how long rollups are kept
   */
  public Schema(ClickHouseClient client, Duration rawRetention, Retention retention) {
    this.client = client;
    this.tables = SchemaStatements.tables(rawRetention, retention);
  }

  /**
   * How long the table of raw samples keeps a row after its time; then it may be gone at any
   * moment.
   */
  public static Duration rawKept(Duration rawRetention) {
    return SchemaStatements.rawKept(rawRetention);
  }

  /** Returns when the schema is there, however long ClickHouse takes to answer. */
  public synchronized void await() throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (!applied) {
      try {
        apply();
        applied = true;
      } catch (IOException e) {
        LOG.warn(
            "The schema cannot be applied yet, trying again in {} ms: {}",
            pause.toMillis(),
            e.toString());
        Thread.sleep(pause);
        pause = pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
      }
    }
  }

  /** Applies it once. */
  void apply() throws IOException, InterruptedException {
    createDatabase();
    for (Table table : tables) {
      client.execute(table.create());
    }
    addBatches();
    for (Table table : tables) {
      update(table);
    }
    LOG.info("The schema of {} tables is in place in {}", tables.size(), client.database());
  }

  /** Asks first: the right to create databases is only needed where it is missing. */
  void createDatabase() throws IOException, InterruptedException {
    try {
      client.execute("SELECT 1");
    } catch (ClickHouseException e) {
      if (e.code() != ClickHouseException.UNKNOWN_DATABASE) {
        throw e;
      }
      client.executeOutside("CREATE DATABASE IF NOT EXISTS " + client.database());
    }
  }

  /** To tables that were made before there was this column. */
  private void addBatches() throws IOException, InterruptedException {
    String count =
        client.execute(
            "SELECT count() FROM system.columns WHERE database = currentDatabase()"
                + " AND table = 'samples' AND name = 'batch'");
    if (count.strip().equals("0")) {
      client.execute("ALTER TABLE samples ADD COLUMN IF NOT EXISTS batch UInt64 CODEC(ZSTD(1))");
    }
  }

  private void update(Table table) throws IOException, InterruptedException {
    String engine =
        client.execute(
            "SELECT engine_full FROM system.tables WHERE database = currentDatabase() AND name = '"
                + table.name()
                + "' FORMAT TSVRaw");
    if (!table.ttl().isEmpty() && !engine.contains("toIntervalDay(" + table.days() + ")")) {
      LOG.info("The retention of {} becomes {} days", table.name(), table.days());
      client.execute("ALTER TABLE " + table.name() + " MODIFY TTL " + table.ttl());
    }
    for (String setting : table.settings()) {
      if (!(engine.strip() + ",").contains(" " + setting + ",")) {
        LOG.info("The settings of {} become {}", table.name(), setting);
        client.execute("ALTER TABLE " + table.name() + " MODIFY SETTING " + setting);
      }
    }
    updateCodecs(table);
  }

  /** Changes what is written from now on; a part of before is read as it is, until it is merged. */
  private void updateCodecs(Table table) throws IOException, InterruptedException {
    String columns =
        client.execute(
            "SELECT name, compression_codec FROM system.columns"
                + " WHERE database = currentDatabase() AND table = '"
                + table.name()
                + "' FORMAT TSVRaw");
    Set<String> present = columns.lines().collect(Collectors.toSet());
    StringJoiner changes = new StringJoiner(", ");
    table
        .codecs()
        .forEach(
            (column, codec) -> {
              if (!present.contains(column + "\t" + codec)) {
                changes.add("MODIFY COLUMN " + column + " " + codec);
              }
            });
    if (changes.length() > 0) {
      LOG.info("Codecs of {}: {}", table.name(), changes);
      client.execute("ALTER TABLE " + table.name() + " " + changes);
    }
  }
}
