package io.tidegauge.cli.reject;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.reject.RejectRecord;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResendsTest {

  private static final long T = 1_710_000_000_123L;
  private static final RejectPosition POSITION = new RejectPosition(2, 5000);
  private final Resends resends = new Resends("topic");

  @ParameterizedTest
  @CsvSource({
    "'cpu,host=a usage=1 1710000000123000000', 1710000000123",
    "'cpu,host=a usage=1 1710000000123', 1710000000123",
    "'cpu,host=a usage=1', 1710000000123",
    "'cpu usage=1i,text=\"a 12\"', 1710000000123"
  })
  void aLineIsSentWithItsTimeInMilliseconds(String line, long time) {
    String body = body(resends.of(POSITION, reject("influx", line, "cpu_usage{}", T)));

    assertThat(body).endsWith(" " + time + "\n").startsWith("cpu").hasLineCount(1);
    assertThat(body.substring(0, body.lastIndexOf(' '))).isEqualTo(line.replaceAll(" \\d+$", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "1710000000, 1710000000000",
    "1710000000123, 1710000000123",
    "1710000000123456, 1710000000123",
    "1710000000123456789, 1710000000123"
  })
  void theUnitOfALineThatCouldNotBeReadIsToldByItsDigits(String digits, long millis) {
    Resend resend = resends.of(POSITION, reject("influx", "cpu usage=1 " + digits, "", 0));

    assertThat(body(resend)).isEqualTo("cpu usage=1 " + millis + "\n");
  }

  @Test
  void onlyTheRefusedSampleOfALineIsSentAndAlwaysUnderTheSameIdentity() {
    String line =
        "{\"metric\":\"r\",\"labels\":{\"a\":\"b\"},\"kind\":\"observation\","
            + "\"samples\":[[1710000000123,4],[1710000000123,5],[1710000000999,6]]}";
    RejectRecord reject = reject("stream", line, "r{a=\"b\"}", T, 5);

    Resend.Request first = (Resend.Request) resends.of(POSITION, reject);
    String sent = body(first);

    assertThat(sent).contains("\"ts\":1710000000123", "\"value\":5", "\"kind\":\"observation\"");
    assertThat(sent).doesNotContain("samples", "999");
    RejectRecord refusedAgain = reject("stream", sent, "r{a=\"b\"}", T, 5);
    Resend.Request second =
        (Resend.Request) resends.of(new RejectPosition(0, 90_000), refusedAgain);
    assertThat(second.headers()).isEqualTo(first.headers());
    assertThat(body(second)).isEqualTo(sent);
    Resend.Request neighbour = (Resend.Request) resends.of(new RejectPosition(2, 5001), reject);
    assertThat(neighbour.headers()).isEqualTo(first.headers());
    assertThat(body(neighbour)).isNotEqualTo(sent);
  }

  @Test
  void aSampleThatHadTheGatewaysTimeKeepsIt() {
    String line = "{\"series\":[{\"metric\":\"x\",\"value\":1},{\"metric\":\"y\",\"value\":2}]}";

    assertThat(body(resends.of(POSITION, reject("stream", line, "y{}", T, 2))))
        .contains("\"metric\":\"y\"", "\"ts\":1710000000123", "\"value\":2")
        .doesNotContain("\"x\"");
  }

  @Test
  void whatCannotBeSentSaysWhy() {
    assertThat(why(reject("influx", "", "cpu_usage{}", T))).contains("not kept");
    RejectRecord cut =
        new RejectRecord(
            "t", RejectReason.TOO_OLD, "influx", "", T, "", "c{}", T, 1, new byte[10], 11);
    assertThat(why(cut)).contains("10 of its 11 bytes");
    assertThat(why(reject("stream", "{broken", "", 0))).contains("not JSON");
    assertThat(why(reject("remote_write_2", "x", "cut{a=\"…", T))).contains("labels");
    assertThat(why(reject("stream_frames", "x", "c{}", T))).contains("observations");
    assertThat(why(reject("processor", "x", "", 0))).contains("after it had been taken");
  }

  private String why(RejectRecord reject) {
    return ((Resend.Impossible) resends.of(POSITION, reject)).why();
  }

  private static String body(Resend resend) {
    return new String(((Resend.Request) resend).body(), StandardCharsets.UTF_8);
  }

  private static RejectRecord reject(String protocol, String original, String series, long time) {
    return reject(protocol, original, series, time, 1);
  }

  private static RejectRecord reject(
      String protocol, String original, String series, long time, double value) {
    return new RejectRecord(
        "t",
        RejectReason.TOO_OLD,
        protocol,
        "127.0.0.1",
        T,
        "",
        series,
        time,
        value,
        original.getBytes(StandardCharsets.UTF_8));
  }
}
