package io.tidegauge.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeakedBuffersTest {

  @Test
  void aBufferThatNobodyReleasesIsFound() {
    ByteBufAllocator.DEFAULT.directBuffer(64);
    List<String> found = new ArrayList<>();
    Instant end = Instant.now().plus(Duration.ofSeconds(10));
    while (found.isEmpty() && Instant.now().isBefore(end)) {
      found.addAll(LeakedBuffers.find());
    }
    assertThat(found).hasSize(1);
  }
}
