package io.tidegauge.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What clients have is counted, and those that are cut off again and again wait. */
class ClientsTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Clients clients =
      new Clients(limits(3, 2, Duration.ofHours(1)), "tidegauge.test", meters);

  @Test
  void aClientHasItsOwnLimitAndAllHaveOne() {
    assertThat(clients.refusal(clients.enter("a"))).isNull();
    assertThat(clients.refusal(clients.enter("a"))).isNull();
    assertThat(clients.refusal(clients.enter("a")))
        .isEqualTo(CutReason.TOO_MANY_CLIENT_CONNECTIONS);
    clients.leave("a");
    assertThat(clients.refusal(clients.enter("b"))).isNull();
    assertThat(clients.refusal(clients.enter("c"))).isEqualTo(CutReason.TOO_MANY_CONNECTIONS);
    assertThat(gauge("tidegauge.test.connections")).isEqualTo(4);
    clients.leave("c");
    clients.leave("b");

    assertThat(clients.refusal(clients.enter("d"))).isNull();
    assertThat(gauge("tidegauge.test.clients")).isEqualTo(2);
  }

  @Test
  void whoIsGoneIsForgottenUnlessItWasCutOff() {
    clients.enter("good");
    Client bad = clients.enter("bad");
    clients.count(bad, CutReason.FLOOD);
    clients.leave("good");
    clients.leave("bad");

    assertThat(clients.of("good")).isNull();
    assertThat(clients.of("bad")).isSameAs(bad);
    assertThat(meters.counter("tidegauge.test.cut.connections", "reason", "flood").count())
        .isEqualTo(1);
  }

  @Test
  void whoIsCutOffTwiceIsNotLetIn() {
    Client bad = clients.enter("bad");
    clients.count(bad, CutReason.CONTROL_FRAMES);
    assertThat(clients.refusal(bad)).isNull();
    clients.count(bad, CutReason.CONTROL_FRAMES);
    assertThat(clients.refusal(bad)).isEqualTo(CutReason.PAUSED);

    assertThat(clients.refusal(clients.enter("good"))).isNull();
  }

  @Test
  void refusedConnectionsAreNoReasonForAPause() {
    Client many = clients.enter("many");
    for (int i = 0; i < 10; i++) {
      clients.count(many, CutReason.TOO_MANY_CLIENT_CONNECTIONS);
      clients.count(many, CutReason.PAUSED);
    }
    assertThat(clients.refusal(many)).isNull();
  }

  @Test
  void aPauseEndsAndCutsFarApartAreNone() {
    Client client = new Client();
    client.cut(0, 2, SECOND);
    client.cut(2 * SECOND, 2, SECOND);
    assertThat(client.paused(2 * SECOND)).isFalse();
    client.cut(2 * SECOND + 1, 2, SECOND);
    assertThat(client.paused(3 * SECOND)).isTrue();
    assertThat(client.forgettable(3 * SECOND, SECOND)).isFalse();
    assertThat(client.paused(3 * SECOND + 1)).isFalse();
    assertThat(client.forgettable(3 * SECOND + 2, SECOND)).isTrue();
  }

  @Test
  void withoutAPauseNobodyWaits() {
    Client client = new Client();
    for (int i = 0; i < 10; i++) {
      client.cut(i, 1, 0);
    }
    assertThat(client.paused(10)).isFalse();
  }

  private double gauge(String name) {
    return meters.get(name).gauge().value();
  }

  private static GuardLimits limits(int all, int client, Duration pause) {
    return new GuardLimits(
        all,
        client,
        10,
        4,
        100,
        200,
        1000,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        2,
        pause);
  }
}
