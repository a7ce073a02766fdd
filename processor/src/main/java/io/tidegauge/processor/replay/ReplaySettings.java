package io.tidegauge.processor.replay;

import io.tidegauge.processor.sink.clickhouse.ClickHouseProperties;
import java.time.Duration;

/**
 * The installation that is replayed; names as in the processor's settings.
 *
 * @param rawGroup consumer group of the raw sink
 * @param rollupsGroup consumer group of the rollups sink
 * @param applicationId consumer group of the windows
 * @param epoch of the samples topic
 * @param grace after a window's end until it is final
 */
public record ReplaySettings(
    String bootstrapServers,
    ClickHouseProperties clickhouse,
    String rawGroup,
    String rollupsGroup,
    String applicationId,
    int epoch,
    Duration grace) {}
