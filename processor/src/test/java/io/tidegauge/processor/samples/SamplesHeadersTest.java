package io.tidegauge.processor.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegauge.contract.topic.RecordKind;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.contract.wire.UnknownVersionException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class SamplesHeadersTest {

  @Test
  void readsWhatAGatewayWrites() {
    Headers headers = headers(RecordKind.OBSERVATIONS);
    headers.add("tg-producer", "p".getBytes(StandardCharsets.UTF_8));
    headers.add("tg-epoch", number(3));
    headers.add("tg-sequence", number(4));

    assertThat(SamplesHeaders.of(headers))
        .isEqualTo(new SamplesHeaders(RecordKind.OBSERVATIONS, "acme", 99, "p", 3, 4));
  }

  @Test
  void aReceiveTimeMayBeMissingAndNothingElse() {
    Headers headers = headers(RecordKind.SAMPLES);
    headers.remove("tg-received");
    assertThat(SamplesHeaders.of(headers).received()).isEqualTo(SamplesHeaders.NO_TIME);

    for (String name : new String[] {"tg-version", "tg-tenant", "tg-kind"}) {
      Headers without = headers(RecordKind.SAMPLES);
      without.remove(name);
      assertThatThrownBy(() -> SamplesHeaders.of(without))
          .as(name)
          .isInstanceOf(MalformedRecordException.class)
          .hasMessageContaining(name);
    }
  }

  @Test
  void aProducerWithoutANumberIsMalformed() {
    Headers headers = headers(RecordKind.OBSERVATIONS);
    headers.add("tg-producer", "p".getBytes(StandardCharsets.UTF_8));
    headers.add("tg-epoch", new byte[3]);

    assertThatThrownBy(() -> SamplesHeaders.of(headers))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining("3 bytes instead of 8");
  }

  @Test
  void nobodyGoesPastWhatALaterVersionWrote() {
    Headers newer = headers(RecordKind.SAMPLES);
    newer.remove("tg-version");
    newer.add("tg-version", ByteBuffer.allocate(4).putInt(99).array());
    Headers unknown = headers(RecordKind.SAMPLES);
    unknown.remove("tg-kind");
    unknown.add("tg-kind", new byte[] {77});

    assertThatThrownBy(() -> SamplesHeaders.of(newer)).isInstanceOf(UnknownVersionException.class);
    assertThatThrownBy(() -> SamplesHeaders.of(unknown))
        .isInstanceOf(UnknownVersionException.class)
        .hasMessageContaining("upgrade");
  }

  private static Headers headers(RecordKind kind) {
    return new RecordHeaders()
        .add("tg-version", ByteBuffer.allocate(4).putInt(1).array())
        .add("tg-tenant", "acme".getBytes(StandardCharsets.UTF_8))
        .add("tg-kind", new byte[] {kind.code()})
        .add("tg-received", number(99));
  }

  private static byte[] number(long value) {
    return ByteBuffer.allocate(8).putLong(value).array();
  }
}
