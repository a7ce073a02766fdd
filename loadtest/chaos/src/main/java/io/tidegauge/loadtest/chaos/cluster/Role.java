package io.tidegauge.loadtest.chaos.cluster;

import java.util.Locale;

/** What a process of the pipeline does. */
public enum Role {
  /** A Kafka node, broker and controller. */
  KAFKA(3),
  /** A gateway. */
  INGEST(2),
  /** A processor, with its sinks and reviser. */
  PROCESSOR(3),
  /** A query node. */
  QUERY(2),
  /** ClickHouse. */
  CLICKHOUSE(1),
  /** Redis. */
  REDIS(1),
  /** PostgreSQL. */
  POSTGRES(1);

  private final int processes;

  Role(int processes) {
    this.processes = processes;
  }

  /** How many processes have it. */
  public int processes() {
    return processes;
  }

  /** Whether it is an engine of which there is one only: the pipeline has to do without. */
  public boolean isSingle() {
    return processes == 1;
  }

  /** Whether it is a service of the pipeline, not an engine. */
  public boolean isService() {
    return this == INGEST || this == PROCESSOR || this == QUERY;
  }

  /** The word for it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
