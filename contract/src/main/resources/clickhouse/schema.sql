-- History. Applied by the processor at start, one statement at a time; every statement can be run again.
-- ${raw_days}, ${rollup_5m_days} … are put in from the configuration.

-- What a series is. Written again now and then by the raw sink; the newest row wins, the times are merged.
-- labels: all but __name__, which is the metric. server: by the contract's ServerRule, empty where there is none.
-- Read with FINAL, or GROUP BY (tenant, metric, id) with any(…), min(first_seen), max(last_seen).
CREATE TABLE IF NOT EXISTS series
(
    tenant     LowCardinality(String),
    metric     LowCardinality(String),
    id         UInt128,
    labels     SimpleAggregateFunction(anyLast, Map(String, String)),
    kind       SimpleAggregateFunction(anyLast, Enum8('gauge' = 0, 'counter' = 1, 'observation' = 2)),
    unit       SimpleAggregateFunction(anyLast, String),
    server     SimpleAggregateFunction(anyLast, String),
    first_seen SimpleAggregateFunction(min, DateTime64(3, 'UTC')),
    last_seen  SimpleAggregateFunction(max, DateTime64(3, 'UTC'))
)
ENGINE = AggregatingMergeTree
ORDER BY (tenant, metric, id);

-- Raw samples; every bit of a value is kept (a stale marker is the NaN 0x7ff0000000000002). Readers take the lowest (epoch, partition, offset, idx) per identity.
-- batch: which numbered batch of a producer an observation came in, 0 for none. With (id, ts, idx) it is the observation's identity; where it is 0, (epoch, partition, offset) is in its place.
-- idx: which sample of its series within the record, from 0; in a numbered batch which sample of the record. Rows of before that are always of the second kind.
-- Codecs and settings as ClickHouse writes them: they are compared at start. A window log (the 22) makes ZSTD look for long matches: series of one agent have the same offsets, which is found in blocks of 1 MiB.
CREATE TABLE IF NOT EXISTS samples
(
    id        UInt128 CODEC(ZSTD(1)),
    ts        DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    value     Float64 CODEC(Delta(8), ZSTD(3)),
    epoch     UInt32 CODEC(ZSTD(1)),
    partition UInt32 CODEC(ZSTD(1)),
    offset    UInt64 CODEC(Delta(8), ZSTD(3, 22)),
    idx       UInt32 CODEC(ZSTD(1)),
    batch     UInt64 CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMMDD(ts)
ORDER BY (id, ts)
TTL toDateTime(ts) + INTERVAL ${raw_days} DAY
SETTINGS non_replicated_deduplication_window = 100000, ttl_only_drop_parts = 1, min_compress_block_size = 1048576;

-- One table a window: rollups_5m, rollups_15m, rollups_1h, rollups_24h. The highest version wins; read with FINAL or argMax.
CREATE TABLE IF NOT EXISTS rollups_${window}
(
    tenant           LowCardinality(String),
    metric           LowCardinality(String),
    id               UInt128,
    start            DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    version_epoch    UInt32,
    version_offset   UInt64 CODEC(ZSTD(1)),
    version_revision UInt32,
    version          UInt128 MATERIALIZED bitOr(bitOr(bitShiftLeft(toUInt128(version_epoch), 96), bitShiftLeft(toUInt128(version_offset), 32)), toUInt128(version_revision)),
    state            Enum8('provisional' = 0, 'final' = 1),
    kind             Enum8('gauge' = 0, 'counter' = 1, 'observation' = 2),
    count            UInt64 CODEC(ZSTD(1)),
    nan_count        UInt64 CODEC(ZSTD(1)),
    sum              Float64 CODEC(ZSTD(1)),
    sum_compensation Float64 CODEC(ZSTD(1)),
    sum_of_squares   Float64 CODEC(ZSTD(1)),
    min              Float64 CODEC(ZSTD(1)),
    max              Float64 CODEC(ZSTD(1)),
    first_ts         DateTime64(3, 'UTC') CODEC(ZSTD(1)),
    first            Float64 CODEC(ZSTD(1)),
    last_ts          DateTime64(3, 'UTC') CODEC(ZSTD(1)),
    last             Float64 CODEC(ZSTD(1)),
    increase         Float64 CODEC(ZSTD(1)),
    sketch           String CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(start)
ORDER BY (tenant, metric, id, start)
TTL toDateTime(start) + INTERVAL ${rollup_days} DAY
SETTINGS non_replicated_deduplication_window = 10000;

-- Windows that a replay computed again and that differ, until they are moved into rollups_${window}: readers take them in as soon as the replay
-- (its generation) has a row for each partition in rollup_generations. Empty but for some minutes after a replay.
CREATE TABLE IF NOT EXISTS rollups_${window}_replay
(
    generation       UInt64,
    tenant           LowCardinality(String),
    metric           LowCardinality(String),
    id               UInt128,
    start            DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    version_epoch    UInt32,
    version_offset   UInt64 CODEC(ZSTD(1)),
    version_revision UInt32,
    version          UInt128 MATERIALIZED bitOr(bitOr(bitShiftLeft(toUInt128(version_epoch), 96), bitShiftLeft(toUInt128(version_offset), 32)), toUInt128(version_revision)),
    state            Enum8('provisional' = 0, 'final' = 1),
    kind             Enum8('gauge' = 0, 'counter' = 1, 'observation' = 2),
    count            UInt64 CODEC(ZSTD(1)),
    nan_count        UInt64 CODEC(ZSTD(1)),
    sum              Float64 CODEC(ZSTD(1)),
    sum_compensation Float64 CODEC(ZSTD(1)),
    sum_of_squares   Float64 CODEC(ZSTD(1)),
    min              Float64 CODEC(ZSTD(1)),
    max              Float64 CODEC(ZSTD(1)),
    first_ts         DateTime64(3, 'UTC') CODEC(ZSTD(1)),
    first            Float64 CODEC(ZSTD(1)),
    last_ts          DateTime64(3, 'UTC') CODEC(ZSTD(1)),
    last             Float64 CODEC(ZSTD(1)),
    increase         Float64 CODEC(ZSTD(1)),
    sketch           String CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY generation
ORDER BY (tenant, metric, id, start, generation)
SETTINGS non_replicated_deduplication_window = 10000;

-- What a replay has read of the samples topic (--source topic), until its windows are computed. Columns as in samples, but idx is always which sample of the record.
CREATE TABLE IF NOT EXISTS replay_samples
(
    generation UInt64,
    tenant     LowCardinality(String),
    metric     LowCardinality(String),
    kind       Enum8('gauge' = 0, 'counter' = 1, 'observation' = 2),
    id         UInt128 CODEC(ZSTD(1)),
    ts         DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    value      Float64 CODEC(Delta(8), ZSTD(3)),
    epoch      UInt32 CODEC(ZSTD(1)),
    partition  UInt32 CODEC(ZSTD(1)),
    offset     UInt64 CODEC(Delta(8), ZSTD(3, 22)),
    idx        UInt32 CODEC(ZSTD(1)),
    batch      UInt64 CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY generation
ORDER BY (id, ts);

-- Which partitions of the rollups topic the rollups sink has read up to the mark of a replay. All of them: the replay is visible.
CREATE TABLE IF NOT EXISTS rollup_generations
(
    generation UInt64,
    partition  UInt32,
    partitions UInt32,
    stored     DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = MergeTree
PARTITION BY generation
ORDER BY partition;

-- What replays were asked for and how far they are. step: 0 computing, 1 computed, 2 published, 3 moved into the main tables, 4 done.
CREATE TABLE IF NOT EXISTS replays
(
    generation UInt64,
    step       UInt8,
    request    String,
    at         DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = ReplacingMergeTree(step)
ORDER BY generation;

-- The days that a replay has compared.
CREATE TABLE IF NOT EXISTS replay_days
(
    generation UInt64,
    day        DateTime64(3, 'UTC'),
    series     UInt64,
    windows    UInt64
)
ENGINE = ReplacingMergeTree
ORDER BY (generation, day);
