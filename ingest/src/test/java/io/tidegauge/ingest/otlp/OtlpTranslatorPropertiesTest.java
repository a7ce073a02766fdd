package io.tidegauge.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.contract.wire.ProtoWriter;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class OtlpTranslatorPropertiesTest {

  private final OtlpTranslator translator = new OtlpTranslator(Otlp.PROPERTIES);

  @Property(tries = 500)
  void translatesLikeTheReference(@ForAll long seed) {
    ExportMetricsServiceRequest request = new Requests(seed).next();

    assertThat(translate(request.toByteArray()).samples())
        .isEqualTo(ReferenceTranslation.of(request));
    assertThat(translator.rejected()).isZero();
  }

  @Property(tries = 500)
  void takesFieldsInAnyOrder(@ForAll long seed) {
    byte[] request = new Requests(seed).next().toByteArray();

    byte[] shuffled = FieldShuffle.shuffle(request, new Random(seed));

    assertThat(translate(shuffled).samples())
        .containsExactlyInAnyOrderElementsOf(translate(request).samples());
  }

  @Property(tries = 1000)
  void endsMutatedBytesInItsOwnErrorOnly(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] request = new Requests(seed).next().toByteArray();
    for (int i = random.nextInt(8); i >= 0 && request.length > 0; i--) {
      request[random.nextInt(request.length)] = (byte) random.nextInt();
    }

    try {
      translate(request);
    } catch (MalformedRecordException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Property(tries = 1000)
  void endsArbitraryBytesInItsOwnErrorOnly(@ForAll byte[] bytes) {
    try {
      translate(bytes);
    } catch (MalformedRecordException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Property(tries = 500)
  void refusesTruncatedRequestsAsProtobufDoes(@ForAll long seed) {
    byte[] request = new Requests(seed).next().toByteArray();
    int length = request.length == 0 ? 0 : new Random(seed).nextInt(request.length);

    assertThat(failsOn(request, length)).isEqualTo(protobufFailsOn(request, length));
  }

  @Property(tries = 1000)
  void endsArbitraryJsonInItsOwnErrorOnly(@ForAll String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    try {
      JsonTranscoder.transcode(body, 0, body.length, new ProtoWriter(64));
    } catch (MalformedRecordException e) {
      assertThat(e.getMessage()).startsWith("JSON at line");
    }
  }

  private boolean failsOn(byte[] request, int length) {
    try {
      translator.translate(request, 0, length, new CollectingSink());
      return false;
    } catch (MalformedRecordException e) {
      return true;
    }
  }

  private static boolean protobufFailsOn(byte[] request, int length) {
    try {
      ExportMetricsServiceRequest.parser().parseFrom(request, 0, length);
      return false;
    } catch (InvalidProtocolBufferException e) {
      return true;
    }
  }

  private CollectingSink translate(byte[] request) {
    CollectingSink sink = new CollectingSink();
    translator.translate(request, 0, request.length, sink);
    return sink;
  }
}
