package io.tidegauge.ingest.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.ingest.admission.Admission;
import io.tidegauge.ingest.admission.Admissions;
import io.tidegauge.ingest.admission.Outcome;
import io.tidegauge.ingest.admission.Protocol;
import io.tidegauge.ingest.admission.RequestContext;
import io.tidegauge.ingest.admission.RequestRefusedException;
import io.tidegauge.ingest.admission.RequestSamples;
import io.tidegauge.ingest.admission.Tenants;
import io.tidegauge.ingest.admission.TraceParent;
import io.tidegauge.ingest.fuzz.Target.Result;
import io.tidegauge.ingest.http.Body;
import io.tidegauge.ingest.http.ContentCoding;
import io.tidegauge.ingest.http.SamplesDecoder;
import io.tidegauge.ingest.http.influx.LineProtocolDecoders;
import io.tidegauge.ingest.http.remotewrite.RemoteWriteDecoders;
import io.tidegauge.ingest.http.stream.StreamBodies;
import io.tidegauge.ingest.otlp.OtlpDecoder;
import io.tidegauge.ingest.otlp.OtlpProperties;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;

/**
 * The gateway's decoders behind admission, in front of a log in memory. What is accepted is read
 * back from the log, and must be accepted again, whole and the same, as the Remote-Write 2.0 that
 * it is stored in. Each target is for one thread.
 */
final class Targets {

  static final String TENANT = "fuzz";

  /** The time of the seeds; the clock stands still, so that a seed gives the same run again. */
  static final long NOW = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

  private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(NOW));
  private static final int DECOMPRESSED = 1 << 20;
  private static final int SECONDS = 10;
  private static final int MESSAGE = 60;

  private final MemoryLog log = new MemoryLog();
  private final Admission admission = Admissions.over(log, CLOCK, DataSize.ofKilobytes(1));
  private final MemoryLog again = new MemoryLog();
  private final Admission second = Admissions.over(again, CLOCK, DataSize.ofKilobytes(1));
  private final OtlpDecoder otlp =
      new OtlpDecoder(new OtlpProperties(512, 64, Duration.ofSeconds(1)));

  private Targets() {}

  static List<Target> all() {
    return List.of(
        new Target("remote-write-1", Seeds.remoteWrite1(), new Targets()::remoteWrite1),
        new Target("remote-write-2", Seeds.remoteWrite2(), new Targets()::remoteWrite2),
        new Target("line-protocol", Seeds.lineProtocol(), new Targets()::lineProtocol),
        new Target("otlp-protobuf", Seeds.otlp(), new Targets()::otlpProtobuf),
        new Target("otlp-json", Seeds.otlpJson(), new Targets()::otlpJson),
        new Target("stream-json", Seeds.streamJson(), new Targets()::streamJson),
        new Target("stream-frames", Seeds.streamFrames(), new Targets()::streamFrames),
        new Target("gzip", Seeds.gzip(), bytes -> coding(ContentCoding.GZIP, bytes)),
        new Target("snappy", Seeds.snappy(), bytes -> coding(ContentCoding.SNAPPY, bytes)),
        new Target("headers", Seeds.headers(), Targets::headers));
  }

  private Result remoteWrite1(byte[] bytes) throws Exception {
    return request(Protocol.REMOTE_WRITE_1, RemoteWriteDecoders.version1(admission.kinds()), bytes);
  }

  private Result remoteWrite2(byte[] bytes) throws Exception {
    return request(Protocol.REMOTE_WRITE_2, RemoteWriteDecoders.version2(), bytes);
  }

  private Result lineProtocol(byte[] bytes) throws Exception {
    return request(Protocol.INFLUX, LineProtocolDecoders.at(NOW), bytes);
  }

  private Result otlpProtobuf(byte[] bytes) throws Exception {
    return request(
        Protocol.OTLP_HTTP,
        (body, samples) -> otlp.protobuf(body.bytes(), 0, body.length(), samples),
        bytes);
  }

  private Result otlpJson(byte[] bytes) throws Exception {
    return request(
        Protocol.OTLP_HTTP,
        (body, samples) -> otlp.json(body.bytes(), 0, body.length(), samples),
        bytes);
  }

  private Result streamJson(byte[] bytes) throws Exception {
    return stream(true, bytes);
  }

  private Result streamFrames(byte[] bytes) throws Exception {
    return stream(false, bytes);
  }

  /** The chunks follow from the body, so that a body always gives the same. */
  private Result stream(boolean lines, byte[] bytes) throws Exception {
    int chunk = 1 + (bytes.length == 0 ? 0 : (bytes[bytes.length / 2] & 0xff) * 37);
    Object end =
        end(
            () ->
                StreamBodies.take(
                    admission,
                    kind -> frames(),
                    lines,
                    bytes,
                    Math.max(chunk, bytes.length / 500)));
    Result result =
        end instanceof StreamBodies.Taken taken
            ? new Result(taken.accepted(), taken.refused(), plain(taken.message()))
            : new Result(-1, 1, "ended " + said((RequestRefusedException) end));
    return checked(result);
  }

  private static io.tidegauge.ingest.http.MessageDecoder frames() {
    return RemoteWriteDecoders.messages();
  }

  private Result request(Protocol protocol, SamplesDecoder decoder, byte[] bytes) throws Exception {
    return checked(through(admission, protocol, decoder, bytes));
  }

  /** As {@code HttpIngest} does it. */
  private static Result through(
      Admission admission, Protocol protocol, SamplesDecoder decoder, byte[] bytes)
      throws Exception {
    RequestSamples samples = admission.begin(new RequestContext(TENANT, protocol, ""));
    String said = "";
    try {
      decoder.decode(new Body(bytes, bytes.length), samples);
    } catch (MalformedRecordException e) {
      said = String.valueOf(e.getMessage());
      samples.refuse(RejectReason.MALFORMED, said, bytes, 0, bytes.length);
    } catch (RequestRefusedException e) {
      said = said(e);
      samples.fail(e);
    }
    Object end = end(samples::finish);
    if (end instanceof Outcome outcome) {
      String refusals = outcome.refusals().isEmpty() ? "" : outcome.refusals().getFirst().message();
      assertThat(outcome.rejected() == 0).isEqualTo(outcome.byReason().isEmpty());
      return new Result(
          outcome.accepted(),
          outcome.rejected(),
          plain(said + refusals + outcome.byReason().keySet()));
    }
    return new Result(-1, 1, plain("whole " + said((RequestRefusedException) end)));
  }

  /** What comes at the end, at once: a value, or a refusal; anything else is thrown. */
  private static Object end(Supplier<Mono<?>> result) throws Exception {
    try {
      return result.get().toFuture().get(SECONDS, TimeUnit.SECONDS);
    } catch (RequestRefusedException e) {
      return e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RequestRefusedException refused) {
        return refused;
      }
      throw e;
    }
  }

  private Result checked(Result result) throws Exception {
    List<byte[]> records = log.take();
    List<String> samples = MemoryLog.samples(records);
    if (result.accepted() >= 0) {
      assertThat(samples).as("samples in the log").hasSize((int) result.accepted());
    }
    for (byte[] record : records) {
      Result reread =
          through(second, Protocol.REMOTE_WRITE_2, RemoteWriteDecoders.version2(), record);
      assertThat(reread.refused()).as("what was stored is taken again: " + reread.said()).isZero();
    }
    assertThat(MemoryLog.samples(again.take())).as("what was stored").isEqualTo(samples);
    return result;
  }

  private static Result coding(ContentCoding coding, byte[] bytes) {
    try {
      Body body = coding.decode(new Body(bytes, bytes.length), DECOMPRESSED);
      assertThat(body.length()).isBetween(0, DECOMPRESSED);
      return new Result(1, 0, "bits " + Integer.toBinaryString(body.length()).length());
    } catch (RequestRefusedException e) {
      return new Result(0, 1, said(e));
    }
  }

  private static Result headers(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    List<String> said = new ArrayList<>();
    String trace = TraceParent.of(text);
    said.add(trace == null ? "no trace" : "trace");
    try {
      said.add("tenant " + Tenants.of(text).length() / 16);
    } catch (RequestRefusedException e) {
      said.add(said(e));
    }
    return new Result(1, 0, String.join(", ", said));
  }

  private static String said(RequestRefusedException refused) {
    return plain(refused.reason() + " " + refused.getMessage());
  }

  /** Without numbers and without what is quoted. */
  private static String plain(String message) {
    String text = message.replaceAll("'[^']*'?|\"[^\"]*\"?|\\(.*", "_").replaceAll("[0-9]+", "0");
    return text.length() > MESSAGE ? text.substring(0, MESSAGE) : text;
  }
}
