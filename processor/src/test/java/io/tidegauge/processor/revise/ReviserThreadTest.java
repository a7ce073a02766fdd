package io.tidegauge.processor.revise;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.processor.sink.testing.Await;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class ReviserThreadTest {

  @Test
  void anErrorEndsItAndHealthSaysSo() throws Exception {
    LinkageError error = new LinkageError("no such class");
    AtomicInteger starts = new AtomicInteger();
    ReviserThread thread =
        new ReviserThread(
            () -> {
              starts.incrementAndGet();
              throw error;
            });
    ReviserHealth health = new ReviserHealth(thread);
    assertThat(health.health().getStatus()).isEqualTo(Status.UP);

    thread.start();
    Await.until("it has ended", () -> thread.failure() != null);

    assertThat(thread.failure()).isSameAs(error);
    assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
    thread.stop();
    assertThat(starts).hasValue(1);
    assertThat(health.health().getStatus()).as("stopped on purpose").isEqualTo(Status.UP);
  }

  @Test
  void afterAnExceptionAnotherStarts() throws Exception {
    AtomicInteger starts = new AtomicInteger();
    ReviserThread thread =
        new ReviserThread(
            () -> {
              starts.incrementAndGet();
              throw new IllegalStateException("Kafka is away");
            });

    thread.start();
    Await.until("another starts", () -> starts.get() > 1);

    assertThat(thread.failure()).isNull();
    thread.stop();
  }
}
