package io.tidegauge.ingest.http.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.prometheus.write.v1.Label;
import io.prometheus.write.v1.MetricMetadata;
import io.prometheus.write.v1.Sample;
import io.prometheus.write.v1.TimeSeries;
import io.prometheus.write.v1.WriteRequest;
import io.prometheus.write.v2.Request;
import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.topic.RecordHeaders;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.ingest.admission.Admission;
import io.tidegauge.ingest.admission.Admissions;
import io.tidegauge.ingest.admission.Outcome;
import io.tidegauge.ingest.admission.Protocol;
import io.tidegauge.ingest.admission.RequestContext;
import io.tidegauge.ingest.admission.RequestSamples;
import io.tidegauge.ingest.http.Body;
import io.tidegauge.ingest.publish.OutgoingRecord;
import io.tidegauge.ingest.publish.SamplesPublisher;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.springframework.util.unit.DataSize;

/**
 * Bodies that come again and again, with and without known series: the same becomes of them, and
 * the log has the same series in the same order with the same labels, metadata and samples.
 */
class KnownSeriesTest {

  private static final long NOW = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(NOW));
  private static final DataSize RECORD = DataSize.ofKilobytes(512);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String[] NAMES = {"__name__", "job", "instance", "a", "b", "ö", "1x", ""};
  private static final String[] VALUES = {
    "", "up", "x_total", "y", "é", "with space", "long".repeat(99)
  };
  private static final String[] TENANTS = {"t", "u"};

  /** Whether few series are known at a time, and most are forgotten again, or all. */
  @Property(tries = 200)
  void theSameBecomesOfThem(@ForAll long seed, @ForAll boolean few) {
    Random random = new Random(seed);
    DataSize size = few ? DataSize.ofKilobytes(3) : DataSize.ofMegabytes(1);
    List<List<Label>> series = series(random);
    try (Side known = new Side(size);
        Side unknown = new Side(DataSize.ofBytes(0))) {
      for (int i = 0; i < 6; i++) {
        byte[] body = body(random, series);
        String tenant = TENANTS[random.nextInt(TENANTS.length)];

        assertThat(known.take(tenant, body)).isEqualTo(unknown.take(tenant, body));
      }
      assertThat(known.log.content()).isEqualTo(unknown.log.content());
    }
  }

  private static List<List<Label>> series(Random random) {
    List<List<Label>> series = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      List<Label> labels = new ArrayList<>();
      if (random.nextInt(8) > 0) {
        labels.add(label("__name__", VALUES[1 + random.nextInt(2)] + i));
      }
      for (int n = random.nextInt(5); n > 0; n--) {
        int name = random.nextInt(10) == 0 ? random.nextInt(NAMES.length) : 1 + random.nextInt(4);
        labels.add(label(NAMES[name], VALUES[random.nextInt(VALUES.length)]));
      }
      Collections.shuffle(labels, random);
      series.add(labels);
    }
    return series;
  }

  private static Label label(String name, String value) {
    return Label.newBuilder().setName(name).setValue(value).build();
  }

  /** In most the series come in their order, as senders have them; a few are damaged. */
  private static byte[] body(Random random, List<List<Label>> series) {
    WriteRequest.Builder request = WriteRequest.newBuilder();
    List<List<Label>> order = new ArrayList<>(series);
    if (random.nextInt(3) == 0) {
      Collections.shuffle(order, random);
    }
    for (List<Label> labels : order) {
      TimeSeries.Builder each = TimeSeries.newBuilder().addAllLabels(labels);
      for (int n = random.nextInt(10) == 0 ? random.nextInt(4) : 1; n > 0; n--) {
        each.addSamples(
            Sample.newBuilder().setTimestamp(timestamp(random)).setValue(random.nextGaussian()));
      }
      request.addTimeseries(each);
      if (random.nextInt(8) == 0) {
        request.addMetadata(
            MetricMetadata.newBuilder()
                .setTypeValue(random.nextInt(5))
                .setMetricFamilyName(VALUES[1 + random.nextInt(2)] + random.nextInt(8)));
      }
    }
    byte[] body = interleaved(request.build(), random);
    if (random.nextInt(8) == 0 && body.length > 0) {
      body[random.nextInt(body.length)] = (byte) random.nextInt();
    }
    return body;
  }

  /** Metadata among the series, and some series with their samples before their labels. */
  private static byte[] interleaved(WriteRequest request, Random random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int metadata = 0;
    for (TimeSeries each : request.getTimeseriesList()) {
      WriteRequest one = WriteRequest.newBuilder().addTimeseries(each).build();
      out.writeBytes(random.nextInt(10) == 0 ? reversed(each) : one.toByteArray());
      if (metadata < request.getMetadataCount() && random.nextBoolean()) {
        out.writeBytes(
            WriteRequest.newBuilder()
                .addMetadata(request.getMetadata(metadata++))
                .build()
                .toByteArray());
      }
    }
    return out.toByteArray();
  }

  private static byte[] reversed(TimeSeries series) {
    byte[] samples =
        TimeSeries.newBuilder().addAllSamples(series.getSamplesList()).build().toByteArray();
    byte[] labels =
        TimeSeries.newBuilder().addAllLabels(series.getLabelsList()).build().toByteArray();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int length = samples.length + labels.length;
    out.write((1 << 3) | 2);
    while (length >= 0x80) {
      out.write((length & 0x7f) | 0x80);
      length >>>= 7;
    }
    out.write(length);
    out.writeBytes(samples);
    out.writeBytes(labels);
    return out.toByteArray();
  }

  private static long timestamp(Random random) {
    return switch (random.nextInt(12)) {
      case 0 -> NOW + Duration.ofHours(1).toMillis();
      case 1 -> 0;
      default -> NOW - random.nextInt(1000);
    };
  }

  /** A gateway's admission with its log. */
  private static final class Side implements AutoCloseable {

    private final Log log = new Log();
    private final Admission admission;

    Side(DataSize seriesCache) {
      this.admission = Admissions.over(log, CLOCK, RECORD, seriesCache);
    }

    Outcome take(String tenant, byte[] body) {
      RequestSamples samples =
          admission.begin(new RequestContext(tenant, Protocol.REMOTE_WRITE_1, ""));
      try {
        new WriteRequestDecoder(admission.kinds()).decode(new Body(body, body.length), samples);
      } catch (MalformedRecordException e) {
        samples.refuse(
            RejectReason.MALFORMED, String.valueOf(e.getMessage()), body, 0, body.length);
      }
      Outcome outcome = samples.finish().block(LONG);
      return Objects.requireNonNull(outcome);
    }

    @Override
    public void close() {
      Admissions.close(admission);
    }
  }

  /** What the records hold; where one ends and the next begins is up to the time they gather. */
  private static final class Log implements SamplesPublisher {

    private final Map<String, List<String>> series = new TreeMap<>();

    @Override
    public synchronized void publish(OutgoingRecord record) {
      byte[] value = record.value();
      if (record.topic().equals(Topics.SAMPLES)) {
        List<String> partition =
            series.computeIfAbsent(tenant(record) + record.partition(), key -> new ArrayList<>());
        partition.addAll(read(value));
      }
      record.settle(null);
    }

    private static String tenant(OutgoingRecord record) {
      byte[] tenant = Objects.requireNonNull(record.headers().get(RecordHeaders.TENANT));
      return new String(tenant, StandardCharsets.UTF_8) + " ";
    }

    private static List<String> read(byte[] value) {
      try {
        Request request = Request.parseFrom(value);
        return request.getTimeseriesList().stream()
            .map(
                each ->
                    each.getLabelsRefsList().stream().map(request::getSymbols).toList()
                        + " "
                        + each.getMetadata()
                        + each.getSamplesList())
            .toList();
      } catch (InvalidProtocolBufferException e) {
        throw new AssertionError("the record is not protobuf", e);
      }
    }

    synchronized Map<String, List<String>> content() {
      return series;
    }

    @Override
    public boolean available() {
      return true;
    }

    @Override
    public boolean mayTry() {
      return true;
    }
  }
}
