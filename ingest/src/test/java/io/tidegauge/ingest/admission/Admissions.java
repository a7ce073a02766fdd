package io.tidegauge.ingest.admission;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidegauge.ingest.publish.Gatherer;
import io.tidegauge.ingest.publish.InFlightBytes;
import io.tidegauge.ingest.publish.PublishProperties;
import io.tidegauge.ingest.publish.SamplesPublisher;
import io.tidegauge.ingest.reject.OriginalsLimit;
import io.tidegauge.ingest.reject.Rejects;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.util.unit.DataSize;

/** Admission with the default limits in front of any log, without a gateway around it. */
public final class Admissions {

  private static final int PARTITIONS = 4;
  private static final long IN_FLIGHT = 64L << 20;

  private Admissions() {}

  /**
   * A new one.
   *
   * @param recordSize from which size a record is published at once, 1 KB or more
   */
  public static Admission over(SamplesPublisher log, InstantSource clock, DataSize recordSize) {
    return over(log, clock, recordSize, DataSize.ofMegabytes(1));
  }

  /** A new one with a cache of known series of a size. */
  public static Admission over(
      SamplesPublisher log, InstantSource clock, DataSize recordSize, DataSize seriesCache) {
    PublishProperties publish =
        new PublishProperties(
            Duration.ZERO,
            recordSize,
            DataSize.ofBytes(IN_FLIGHT),
            Duration.ofSeconds(1),
            "none",
            Duration.ofSeconds(5),
            100);
    AdmissionProperties limits =
        new AdmissionProperties(
            64,
            512,
            2048,
            Duration.ofMinutes(10),
            20_000,
            1000,
            DataSize.ofKilobytes(2),
            100,
            seriesCache);
    HaProperties replicas =
        new HaProperties(false, "cluster", "__replica__", Duration.ofSeconds(30), 10);
    InFlightBytes inFlight = new InFlightBytes(IN_FLIGHT);
    return new Admission(
        new Gatherer(log, clock, inFlight, PARTITIONS, publish),
        new Rejects(log, inFlight, new OriginalsLimit(2048, 100, 100), new SimpleMeterRegistry()),
        new KindRegistry(100, 20_000),
        limits,
        replicas,
        new HaTracker(replicas),
        clock,
        Duration.ofDays(9));
  }

  /** Sends what it gathers, and ends its thread. */
  public static void close(Admission admission) {
    admission.gatherer().close();
  }
}
