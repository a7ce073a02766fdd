package io.tidegauge.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames are found however the bytes are cut, and nothing of them is taken. */
class FrameScannerTest {

  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  private final List<String> frames = new ArrayList<>();
  private final FrameScanner scanner =
      new FrameScanner((type, stream) -> frames.add(type + "@" + stream));

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 10_000})
  void framesAreFoundHoweverTheyAreCut(int piece) {
    ByteBuf all = Unpooled.buffer();
    all.writeCharSequence(PREFACE, StandardCharsets.US_ASCII);
    frame(all, 4, 0, 0, 6);
    frame(all, 1, 4, 1, 300);
    frame(all, 0, 1, 1, 70_000);
    frame(all, 6, 0, 0, 8);
    frame(all, 8, 0, 0x7fffffff, 4);

    for (int at = 0; at < all.readableBytes(); at += piece) {
      ByteBuf cut = all.slice(at, Math.min(piece, all.readableBytes() - at));
      scanner.scan(cut);
      assertThat(cut.readerIndex()).isZero();
    }

    assertThat(scanner.http2()).isTrue();
    assertThat(scanner.http1()).isFalse();
    assertThat(scanner.inHead()).isFalse();
    assertThat(frames).containsExactly("4@0", "1@1", "0@1", "6@0", "8@2147483647");
  }

  @Test
  void theEndOfThePrefaceIsTold() {
    scan(Unpooled.copiedBuffer(PREFACE.substring(0, 10), StandardCharsets.US_ASCII));
    assertThat(scanner.endOfPreface()).isEqualTo(-1);
    assertThat(scanner.http2()).isFalse();

    ByteBuf rest = Unpooled.copiedBuffer(PREFACE.substring(10), StandardCharsets.US_ASCII);
    frame(rest, 4, 0, 0, 0);
    scan(rest);
    assertThat(scanner.endOfPreface()).isEqualTo(PREFACE.length() - 10);

    scan(Unpooled.wrappedBuffer(new byte[3]));
    assertThat(scanner.endOfPreface()).isEqualTo(-1);
  }

  @Test
  void aHeadIsOpenUntilItsLastContinuation() {
    ByteBuf begin = Unpooled.buffer();
    begin.writeCharSequence(PREFACE, StandardCharsets.US_ASCII);
    scan(begin);
    assertThat(scanner.inHead()).isTrue();
    scan(frame(Unpooled.buffer(), 4, 0, 0, 0));
    assertThat(scanner.inHead()).isFalse();

    scan(frame(Unpooled.buffer(), 1, 0, 1, 5));
    assertThat(scanner.inHead()).isTrue();
    scan(frame(Unpooled.buffer(), 9, 0, 1, 5));
    assertThat(scanner.inHead()).isTrue();
    ByteBuf last = frame(Unpooled.buffer(), 9, 4, 1, 5);
    scan(last.slice(0, 10));
    assertThat(scanner.inHead()).isTrue();
    scan(last.slice(10, 4));
    assertThat(scanner.inHead()).isFalse();
  }

  @Test
  void whatIsNoPrefaceIsHttp1() {
    scan(Unpooled.copiedBuffer("P", StandardCharsets.US_ASCII));
    assertThat(scanner.http1()).isFalse();
    assertThat(scanner.inHead()).isTrue();

    scan(Unpooled.copiedBuffer("OST / HTTP/1.1\r\n\r\n" + PREFACE, StandardCharsets.US_ASCII));

    assertThat(scanner.http1()).isTrue();
    assertThat(scanner.http2()).isFalse();
    assertThat(scanner.inHead()).isFalse();
    assertThat(frames).isEmpty();
  }

  @Test
  void aPrefaceWithAWrongEndIsHttp1() {
    scan(Unpooled.copiedBuffer(PREFACE.substring(0, 23) + "x", StandardCharsets.US_ASCII));

    assertThat(scanner.http1()).isTrue();
    assertThat(scanner.http2()).isFalse();
    assertThat(scanner.endOfPreface()).isEqualTo(-1);
  }

  private void scan(ByteBuf bytes) {
    scanner.scan(bytes);
  }

  private static ByteBuf frame(ByteBuf out, int type, int flags, int stream, int length) {
    return out.writeMedium(length)
        .writeByte(type)
        .writeByte(flags)
        .writeInt(stream)
        .writeZero(length);
  }
}
