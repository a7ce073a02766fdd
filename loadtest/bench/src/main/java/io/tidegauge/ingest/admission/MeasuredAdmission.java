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

/**
 * Admission with the gateway's defaults in front of any log, without a gateway around it: for
 * microbenchmarks. It is in this package as what it puts together is not for others.
 */
public final class MeasuredAdmission {

  private static final int PARTITIONS = 4;
  private static final DataSize IN_FLIGHT = DataSize.ofMegabytes(64);
  private static final DataSize RECORD = DataSize.ofKilobytes(64);

  private MeasuredAdmission() {}

  /**
   * A new one, which gathers until a record is full.
   *
   * @param seriesCache for the series that are known; 0 for none
   */
  public static Admission over(SamplesPublisher log, DataSize seriesCache) {
    InstantSource clock = InstantSource.system();
    PublishProperties publish =
        new PublishProperties(
            Duration.ofMillis(999),
            RECORD,
            IN_FLIGHT,
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
    InFlightBytes inFlight = new InFlightBytes(IN_FLIGHT.toBytes());
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
}
