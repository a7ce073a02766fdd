package io.tidegauge.contract.series;

import static org.assertj.core.api.Assertions.assertThat;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against the library's XXH3-128: ids of stored series depend on every bit. */
class Xxh3Test {

  private static final int LONGEST = 600;
  private static final int ROUNDS = 50;

  @Test
  void everyLengthHasTheHashOfTheLibrary() {
    Random random = new Random(11);
    Xxh3 hash = new Xxh3();
    for (int length = 0; length <= LONGEST; length++) {
      for (int round = 0; round < ROUNDS; round++) {
        byte[] bytes = new byte[length + 3 + round];
        random.nextBytes(bytes);
        int offset = random.nextInt(bytes.length - length + 1);

        hash.hash(bytes, offset, length);

        HashValue128 expected =
            Hashing.xxh3_128()
                .hashBytesTo128Bits(Arrays.copyOfRange(bytes, offset, offset + length));
        assertThat(new SeriesId(hash.high(), hash.low()))
            .as("%d bytes", length)
            .isEqualTo(
                new SeriesId(
                    expected.getMostSignificantBits(), expected.getLeastSignificantBits()));
      }
    }
  }

  @Test
  void bytesOfAllOnesAndZerosToo() {
    Xxh3 hash = new Xxh3();
    for (int length = 0; length <= LONGEST; length++) {
      for (byte fill : new byte[] {0, -1, -128, 127}) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, fill);

        hash.hash(bytes, 0, length);

        HashValue128 expected = Hashing.xxh3_128().hashBytesTo128Bits(bytes);
        assertThat(hash.low()).isEqualTo(expected.getLeastSignificantBits());
        assertThat(hash.high()).isEqualTo(expected.getMostSignificantBits());
      }
    }
  }
}
