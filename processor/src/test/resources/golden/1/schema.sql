-- The tables as the first format had them; what is in them must stay readable, and writable by the sinks of today.
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
CREATE TABLE IF NOT EXISTS samples
(
    id        UInt128 CODEC(ZSTD(1)),
    ts        DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    value     Float64 CODEC(Gorilla, ZSTD(1)),
    epoch     UInt32 CODEC(ZSTD(1)),
    partition UInt32 CODEC(ZSTD(1)),
    offset    UInt64 CODEC(DoubleDelta, ZSTD(1)),
    idx       UInt32 CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMMDD(ts)
ORDER BY (id, ts)
TTL toDateTime(ts) + INTERVAL ${raw_days} DAY
SETTINGS non_replicated_deduplication_window = 100000, ttl_only_drop_parts = 1;

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
