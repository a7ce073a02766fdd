package io.tidegauge.query.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** Answers that are kept compressed. */
class PackingTest {

  private static final int LIMIT = 100_000;

  private static byte[] unpacked(byte[] packed) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Packing.unpack(packed).doOnNext(all::writeBytes).blockLast();
    return all.toByteArray();
  }

  @Test
  void anAnswerIsAsItWasThoughItIsLargerThanTheLimit() {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    byte @org.jspecify.annotations.Nullable [] packed;
    try (Packing packing = new Packing(LIMIT)) {
      for (int i = 0; i < 10_000; i++) {
        byte[] part =
            ("{\"start\":\"2026-03-01T10:00:00Z\",\"avg\":" + i + "}")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        answer.writeBytes(part);
        packing.add(part);
      }
      packed = packing.finish();
    }

    assertThat(answer.size()).isGreaterThan(3 * LIMIT);
    assertThat(packed).hasSizeLessThan(LIMIT);
    assertThat(unpacked(Objects.requireNonNull(packed))).isEqualTo(answer.toByteArray());
  }

  @Test
  void whatIsTooLargeIsNotKept() {
    byte[] noise = new byte[LIMIT];
    Random random = new Random(1);
    try (Packing packing = new Packing(LIMIT)) {
      for (int i = 0; i < 10; i++) {
        random.nextBytes(noise);
        packing.add(noise);
      }
      assertThat(packing.finish()).isNull();
    }
  }

  @Test
  void anEmptyAnswerIsOne() {
    try (Packing packing = new Packing(LIMIT)) {
      assertThat(unpacked(Objects.requireNonNull(packing.finish()))).isEmpty();
    }
  }

  @Test
  void piecesComeAsTheyAreWanted() {
    byte[] packed;
    try (Packing packing = new Packing(LIMIT)) {
      packing.add(new byte[1_000_000]);
      packed = Objects.requireNonNull(packing.finish());
    }

    StepVerifier.create(Packing.unpack(packed), 0)
        .thenRequest(2)
        .expectNextCount(2)
        .expectNoEvent(java.time.Duration.ofMillis(50))
        .thenCancel()
        .verify();
  }
}
