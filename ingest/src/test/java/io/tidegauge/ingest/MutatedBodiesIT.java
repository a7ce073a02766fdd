package io.tidegauge.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.ingest.testing.Bodies;
import io.tidegauge.ingest.testing.Bodies.Body;
import io.tidegauge.ingest.testing.EventLoopRules;
import io.tidegauge.ingest.testing.Gateway;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies that were damaged on their way are never the gateway's fault. */
class MutatedBodiesIT {

  private static final int TRIES = 400;

  private static final Set<Integer> ANSWERS = Set.of(200, 204, 400, 413);

  private final Gateway gateway = Gateway.shared();

  static Stream<Body> bodies() {
    return Bodies.good(Gateway.shared().now());
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void areTakenOrRefused(Body good) {
    String tenant = Gateway.tenant();
    Random random = new Random(good.path().hashCode() + good.plain().length);
    assertThat(send(good, tenant, good.plain()).statusCode()).isIn(200, 204);
    int refused = 0;

    for (int i = 0; i < TRIES; i++) {
      byte[] mutated = mutate(good.plain(), random);
      HttpResponse<String> answer = send(good, tenant, mutated);
      assertThat(ANSWERS).as("try %d: %s", i, answer.body()).contains(answer.statusCode());
      assertThat(answer.body()).doesNotContain("Exception").doesNotContain("\tat ");
      refused += answer.statusCode() == 400 || answer.body().contains("reason") ? 1 : 0;
    }

    assertThat(refused).isGreaterThan(TRIES / 20);
    assertThat(gateway.rejects(tenant, 1))
        .extracting(reject -> reject.reason())
        .contains(RejectReason.MALFORMED);
    assertThat(EventLoopRules.blocked()).isEmpty();
  }

  /** Labels are UTF-8 in all protocols. */
  @ParameterizedTest
  @MethodSource("bodies")
  void labelsThatAreNotTextAreRefused(Body good) {
    String tenant = Gateway.tenant();
    byte[] bytes = good.plain().clone();
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(Bodies.LABEL);
    Arrays.fill(bytes, at, at + Bodies.LABEL.length(), (byte) 0xff);

    HttpResponse<String> answer = send(good, tenant, bytes);

    assertThat(ANSWERS).contains(answer.statusCode());
    assertThat(gateway.rejects(tenant, 1))
        .isNotEmpty()
        .allSatisfy(
            reject ->
                assertThat(reject.reason())
                    .isIn(RejectReason.INVALID_LABEL, RejectReason.MALFORMED));
    assertThat(gateway.samples(tenant, 0)).noneMatch(each -> each.metric().startsWith("up"));
  }

  private HttpResponse<String> send(Body body, String tenant, byte[] plain) {
    return gateway.post(body.path(), tenant, body.coding().apply(plain), body.headers());
  }

  /** Some bytes changed, a piece taken out, doubled, or the end cut off. */
  private static byte[] mutate(byte[] good, Random random) {
    byte[] bytes = good.clone();
    int from = random.nextInt(bytes.length);
    int to = from + random.nextInt(bytes.length - from + 1);
    return switch (random.nextInt(4)) {
      case 0 -> {
        for (int k = random.nextInt(4); k >= 0; k--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        yield bytes;
      }
      case 1 -> join(bytes, 0, from, to, bytes.length);
      case 2 -> join(bytes, 0, to, from, bytes.length);
      default -> join(bytes, 0, from, from, from);
    };
  }

  private static byte[] join(byte[] bytes, int from1, int to1, int from2, int to2) {
    byte[] joined = new byte[to1 - from1 + to2 - from2];
    System.arraycopy(bytes, from1, joined, 0, to1 - from1);
    System.arraycopy(bytes, from2, joined, to1 - from1, to2 - from2);
    return joined;
  }
}
