package io.tidegauge.standalone.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutboxTest {
  @Test
  void theOldestStaysUntilItIsRemoved() {
    Outbox outbox = new Outbox(100);
    outbox.add(new byte[] {1});
    outbox.add(new byte[] {2});

    assertThat(outbox.oldest()).containsExactly(1);
    assertThat(outbox.oldest()).containsExactly(1);
    outbox.removeOldest();
    assertThat(outbox.oldest()).containsExactly(2);
    outbox.removeOldest();
    assertThat(outbox.oldest()).isNull();
    assertThat(outbox.bytes()).isZero();
  }

  @Test
  void aFullOutboxGivesUpTheOldestAndCountsIt() {
    Outbox outbox = new Outbox(10);
    for (byte i = 0; i < 5; i++) {
      outbox.add(new byte[] {i, 0, 0, 0});
    }

    assertThat(outbox.size()).isEqualTo(2);
    assertThat(outbox.bytes()).isEqualTo(8);
    assertThat(outbox.dropped()).isEqualTo(3);
    assertThat(outbox.oldest()).startsWith(3);
  }
}
