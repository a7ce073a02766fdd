package io.tidegauge.processor.topology;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the windows' computation.
 *
 * @param applicationId id of the Kafka Streams application: consumer group, changelog and
 *     transactional ids are named after it
 * @param instanceId what tells this process from the others, the same after a restart, such as the
 *     name of the pod; where it is empty one is made and kept in the state directory
 * @param stateDir directory for what must survive a restart of this process
 * @param threads stream threads of this process; each takes some of the partitions
 * @param standbys copies of each partition's state that other processes keep ready
 * @param commitInterval how often state, rollups and offsets are committed together
 * @param sessionTimeout how long a silent process keeps its partitions
 * @param transactionTimeout how long an unfinished transaction of a dead process may hold up
 *     readers; longer than the longest time between two commits
 * @param liveInterval how often changes are handed to the live publisher
 * @param seriesLimit live series that a tenant may have, over all partitions; samples of more go to
 *     an overflow series of their metric
 * @param producerLimit producers of numbered observation batches that a partition remembers
 */
@ConfigurationProperties("tidegauge.processor")
public record ProcessorProperties(
    @DefaultValue("tidegauge-processor") String applicationId,
    @DefaultValue("") String instanceId,
    @DefaultValue("data/processor") Path stateDir,
    @DefaultValue("1") int threads,
    @DefaultValue("0") int standbys,
    @DefaultValue("5s") Duration commitInterval,
    @DefaultValue("10s") Duration sessionTimeout,
    @DefaultValue("30s") Duration transactionTimeout,
    @DefaultValue("250ms") Duration liveInterval,
    @DefaultValue("150000") int seriesLimit,
    @DefaultValue("10000") int producerLimit) {

  /** Checks the values. */
  public ProcessorProperties {
    if (applicationId.isBlank()) {
      throw new IllegalArgumentException(
          "tidegauge.processor.application-id is empty, set it to a name");
    }
    require("threads", threads, 1, 256);
    require("standbys", standbys, 0, 10);
    require("series-limit", seriesLimit, 1, Integer.MAX_VALUE);
    require("producer-limit", producerLimit, 1, Integer.MAX_VALUE);
    require("commit-interval", commitInterval, Duration.ofMillis(10), Duration.ofMinutes(1));
    require("session-timeout", sessionTimeout, Duration.ofSeconds(1), Duration.ofMinutes(10));
    require("live-interval", liveInterval, Duration.ofMillis(10), Duration.ofMinutes(1));
    if (transactionTimeout.compareTo(commitInterval.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          "tidegauge.processor.transaction-timeout is "
              + transactionTimeout
              + ", set it to at least twice the commit interval of "
              + commitInterval);
    }
  }

  private static void require(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "tidegauge.processor."
              + name
              + " is "
              + value
              + ", set it to a number from "
              + least
              + " to "
              + most);
    }
  }

  private static void require(String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "tidegauge.processor."
              + name
              + " is "
              + value
              + ", set it to a duration from "
              + least
              + " to "
              + most);
    }
  }
}
