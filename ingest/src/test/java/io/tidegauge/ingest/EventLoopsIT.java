package io.tidegauge.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegauge.ingest.testing.EventLoopRules;
import io.tidegauge.ingest.testing.Gateway;
import io.tidegauge.ingest.testing.Wire;
import io.tidegauge.ingest.testing.Wire.Answer;
import io.tidegauge.ingest.testing.Wire.Point;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** No thread that serves many connections waits for anything. */
class EventLoopsIT {

  private final Gateway gateway = Gateway.shared();

  @Test
  void blockingOnADecodingThreadIsNoticed() {
    Scheduler decoding = gateway.bean(Scheduler.class);

    assertThatThrownBy(
            () ->
                Mono.fromCallable(
                        () -> {
                          Thread.sleep(1);
                          return "";
                        })
                    .subscribeOn(decoding)
                    .block())
        .hasMessageContaining("blocking call");

    List<String> noticed =
        EventLoopRules.blocked().stream().filter(each -> each.contains("decode")).toList();
    assertThat(noticed).isNotEmpty();
    noticed.forEach(EventLoopRules::forget);
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void samplesAreTakenAndRefusedWithoutBlocking(Wire wire) {
    String tenant = Gateway.tenant();
    long now = gateway.now();

    Answer answer =
        wire.send(gateway, tenant, List.of(Point.of("load", now, 1), Point.of("load", 1, 1)));

    assertThat(answer.refusedSome()).isTrue();
    assertThat(gateway.samples(tenant, 1)).hasSize(1);
    assertThat(gateway.rejects(tenant, 1)).hasSize(1);
    assertThat(EventLoopRules.blocked()).isEmpty();
  }
}
