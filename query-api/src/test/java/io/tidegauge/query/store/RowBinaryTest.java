package io.tidegauge.query.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** RowBinary, wherever what is read at once ends. */
class RowBinaryTest {

  private static final String TEXT = "Ünïcode ".repeat(30);

  private static byte[] rows(int count) {
    ByteBuffer rows = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      byte[] text = TEXT.getBytes(java.nio.charset.StandardCharsets.UTF_8);
      rows.putLong(i).putDouble(i / 3.0).put((byte) (i % 7)).putInt(-i);
      rows.put((byte) (text.length & 0x7F | 0x80)).put((byte) (text.length >> 7)).put(text);
    }
    return Arrays.copyOf(rows.array(), rows.position());
  }

  /** Gives so many bytes at once. */
  private static InputStream trickle(byte[] bytes, int atOnce) {
    return new FilterInputStream(new ByteArrayInputStream(bytes)) {
      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        return super.read(into, from, Math.min(length, atOnce));
      }
    };
  }

  @Test
  void valuesAreReadWholeWhereverABufferEnds() throws IOException {
    for (int atOnce : new int[] {1, 7, 4_096, 1 << 20}) {
      RowBinary rows = new RowBinary(trickle(rows(1_000), atOnce));
      for (int i = 0; i < 1_000; i++) {
        assertThat(rows.hasNext()).isTrue();
        assertThat(rows.int64()).isEqualTo(i);
        assertThat(rows.float64()).isEqualTo(i / 3.0);
        assertThat(rows.int8()).isEqualTo((byte) (i % 7));
        assertThat(rows.int32()).isEqualTo(-i);
        assertThat(rows.string()).isEqualTo(TEXT);
      }
      assertThat(rows.hasNext()).isFalse();
    }
  }

  @Test
  void aRowThatIsNotWholeIsAnError() {
    byte[] row = rows(1);
    for (int length = 1; length < row.length; length++) {
      RowBinary cut = new RowBinary(new ByteArrayInputStream(row, 0, length));
      assertThatThrownBy(
              () -> {
                cut.int64();
                cut.float64();
                cut.int8();
                cut.int32();
                cut.bytes();
              })
          .isInstanceOf(EOFException.class);
    }
  }

  @Test
  void aLengthThatCannotBeIsAnErrorBeforeThereIsRoomForIt() {
    byte[] tooLong = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x7F};
    byte[] endless = new byte[20];
    Arrays.fill(endless, (byte) 0xFF);
    for (byte[] bytes : new byte[][] {tooLong, endless}) {
      assertThatThrownBy(() -> new RowBinary(new ByteArrayInputStream(bytes)).bytes())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("more than 16777216 bytes");
    }
  }
}
