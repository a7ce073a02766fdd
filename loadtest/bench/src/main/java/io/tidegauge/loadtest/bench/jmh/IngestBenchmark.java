package io.tidegauge.loadtest.bench.jmh;

import io.tidegauge.ingest.admission.Admission;
import io.tidegauge.ingest.admission.MeasuredAdmission;
import io.tidegauge.ingest.admission.Protocol;
import io.tidegauge.ingest.admission.RequestContext;
import io.tidegauge.ingest.admission.RequestSamples;
import io.tidegauge.ingest.http.Body;
import io.tidegauge.ingest.http.ContentCoding;
import io.tidegauge.ingest.http.SamplesDecoder;
import io.tidegauge.ingest.http.influx.MeasuredLineProtocol;
import io.tidegauge.ingest.http.remotewrite.MeasuredRemoteWrite;
import io.tidegauge.ingest.otlp.OtlpDecoder;
import io.tidegauge.ingest.otlp.OtlpProperties;
import io.tidegauge.loadtest.bench.load.SampleBodies;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.springframework.util.unit.DataSize;
import org.xerial.snappy.Snappy;

/**
 * What a sample costs on its way from a body to a record: decoded, its labels checked, hashed,
 * gathered by partition, and the record built. An operation is one sample.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class IngestBenchmark {

  private static final int SAMPLES = 1000;
  private static final int ENOUGH_FOR_RECORDS = 20;

  /** The protocol. */
  @Param({"remote-write-1", "remote-write-2", "line-protocol", "otlp-json"})
  public String protocol = "remote-write-1";

  /** Megabytes for the series that are known; 0 is what a series costs that is new. */
  @Param({"96", "0"})
  public int seriesCache = 96;

  /** How many, of which each body has a thousand: few are in the processor's caches. */
  @Param({"1000", "100000"})
  public int series = SAMPLES;

  private final NoLog log = new NoLog();
  private Admission admission = MeasuredAdmission.over(log, DataSize.ofBytes(0));
  private final OtlpDecoder otlp =
      new OtlpDecoder(new OtlpProperties(512, 64, Duration.ofSeconds(1)));
  private Body[] bodies = {};
  private Body compressed = new Body(new byte[0], 0);
  private int next;
  private @Nullable RequestContext request;

  /** Makes the bodies. */
  @Setup
  public void makeBodies() throws IOException {
    admission = MeasuredAdmission.over(log, DataSize.ofMegabytes(seriesCache));
    long now = InstantSource.system().millis();
    bodies = new Body[series / SAMPLES];
    for (int i = 0; i < bodies.length; i++) {
      bodies[i] = body(new SampleBodies(i * SAMPLES, SAMPLES, now));
    }
    byte[] packed = Snappy.compress(bodies[0].bytes());
    compressed = new Body(packed, packed.length);
    request = new RequestContext("default", kind(), "");
    for (int i = 0; i < ENOUGH_FOR_RECORDS + 2 * bodies.length; i++) {
      if (decodeToRecord() != SAMPLES) {
        throw new IllegalStateException("not all samples of the body are taken");
      }
    }
    if (log.last().length == 0) {
      throw new IllegalStateException("no record was made of the bodies");
    }
  }

  /** From the body to records. */
  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public long decodeToRecord() {
    next = next + 1 == bodies.length ? 0 : next + 1;
    RequestSamples samples = admission.begin(Objects.requireNonNull(request));
    decoder().decode(bodies[next], samples);
    long accepted = samples.accepted();
    samples.finish().subscribe();
    return accepted;
  }

  /** The body alone, compressed as snappy's blocks are. */
  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public Body decompressSnappy() {
    return ContentCoding.SNAPPY.decode(compressed, bodies[0].length());
  }

  private Body body(SampleBodies of) {
    byte[] bytes =
        switch (protocol) {
          case "remote-write-1" -> of.remoteWrite1();
          case "remote-write-2" -> of.remoteWrite2();
          case "line-protocol" -> of.lineProtocol();
          default -> of.otlpJson();
        };
    return new Body(bytes, bytes.length);
  }

  private SamplesDecoder decoder() {
    return switch (protocol) {
      case "remote-write-1" -> MeasuredRemoteWrite.version1(admission.kinds());
      case "remote-write-2" -> MeasuredRemoteWrite.version2();
      case "line-protocol" -> MeasuredLineProtocol.millis();
      default -> (read, samples) -> otlp.json(read.bytes(), 0, read.length(), samples);
    };
  }

  private Protocol kind() {
    return switch (protocol) {
      case "remote-write-1" -> Protocol.REMOTE_WRITE_1;
      case "remote-write-2" -> Protocol.REMOTE_WRITE_2;
      case "line-protocol" -> Protocol.INFLUX;
      default -> Protocol.OTLP_HTTP;
    };
  }
}
