package io.tidegauge.ingest.http.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tidegauge.ingest.admission.RequestRefusedException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

/** Lines and frames come out as they were sent, however the body is cut on its way. */
class SplitterTest {

  private static final int MAX = 1000;
  private static final int ALL = Integer.MAX_VALUE;

  /** Lengths around those whose varint has one byte or two, and the limit. */
  private static final int[] LENGTHS = {3, 0, 127, 1, 128, 0, 300, 999, 1000, 5};

  private final StreamFormat frames = new Frames((bytes, offset, length, samples) -> {});
  private final StreamFormat lines = new JsonLines(() -> Instant.EPOCH);

  static Stream<Arguments> chunks() {
    Stream<int[]> even = IntStream.of(1, 2, 3, 7, 128, 1001, 100_000).mapToObj(i -> new int[] {i});
    Stream<int[]> odd =
        IntStream.range(0, 50).mapToObj(seed -> new Random(seed).ints(40, 1, 400).toArray());
    return Stream.concat(even, odd).map(sizes -> arguments((Object) sizes));
  }

  @ParameterizedTest
  @MethodSource("chunks")
  void framesAreWhole(int[] chunks) {
    List<byte[]> sent = Arrays.stream(LENGTHS).mapToObj(SplitterTest::message).toList();

    Read read = read(frames, delimited(sent), chunks, ALL);

    assertThat(read.units).containsExactlyElementsOf(numbered(sent));
    assertThat(read.refusals).isEmpty();
    assertThat(read.last).isEqualTo(sent.size());
  }

  @ParameterizedTest
  @MethodSource("chunks")
  void linesAreWhole(int[] chunks) {
    List<byte[]> sent = Arrays.stream(LENGTHS).mapToObj(SplitterTest::message).toList();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] each : sent) {
      body.writeBytes(each);
      body.write('\n');
    }

    Read read = read(lines, body.toByteArray(), chunks, ALL);

    assertThat(read.units).containsExactlyElementsOf(numbered(sent));
    assertThat(read.last).isEqualTo(sent.size());
  }

  @ParameterizedTest
  @MethodSource("chunks")
  void aFrameOverTheLimitIsPassedOverUnheld(int[] chunks) {
    List<byte[]> sent = List.of(message(5), message(20_000), message(7));

    Read read = read(frames, delimited(sent), chunks, ALL);

    assertThat(read.units).containsExactly("1 " + text(message(5)), "3 " + text(message(7)));
    assertThat(read.refusals)
        .containsExactly(
            "2 BODY_TOO_LARGE the frame has 20000 bytes, more than 1000; send its samples in"
                + " several frames");
    assertThat(read.last).isEqualTo(3);
    int largest = Arrays.stream(chunks).max().orElse(0);
    if (largest <= MAX) {
      assertThat(read.held).isLessThanOrEqualTo(2 * (MAX + largest) + 1024);
    }
  }

  @ParameterizedTest
  @MethodSource("chunks")
  void whatComesBeforeTheEndInsideAFrameStays(int[] chunks) {
    byte[] body = delimited(List.of(message(5), message(200)));
    for (int cut = 7; cut < body.length; cut += 13) {
      Read read = read(frames, Arrays.copyOf(body, cut), chunks, ALL);

      assertThat(read.units).containsExactly("1 " + text(message(5)));
      String inside = cut == 7 ? "its length" : "byte " + (cut - 8) + " of its 200 bytes";
      assertThat(read.refusals)
          .containsExactly(
              "2 MALFORMED the body ends inside frame 2, after "
                  + inside
                  + "; send it again, whole, broken");
    }
  }

  @ParameterizedTest
  @MethodSource("chunks")
  void aLengthThatIsNoneEndsTheStreamAfterWhatCameBefore(int[] chunks) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(delimited(List.of(message(5))));
    body.writeBytes(new byte[] {-1, -1, -1, -1, -1, 0});
    body.writeBytes(delimited(List.of(message(6))));

    Read read = read(frames, body.toByteArray(), chunks, ALL);

    assertThat(read.units).containsExactly("1 " + text(message(5)));
    assertThat(read.refusals)
        .singleElement()
        .asString()
        .startsWith("2 MALFORMED the length before frame 2 is none")
        .endsWith("broken");
  }

  @Test
  void aLengthOfMoreThan31BitsIsNone() {
    Read read = read(frames, new byte[] {-128, -128, -128, -128, 8, 1, 2, 3}, new int[] {9}, ALL);

    assertThat(read.refusals).singleElement().asString().contains("the length before frame 1");
  }

  @Test
  void theEndInsideAFrameOverTheLimitIsTold() {
    byte[] body = Arrays.copyOf(delimited(List.of(message(20_000))), 5000);

    Read read = read(frames, body, new int[] {700}, ALL);

    assertThat(read.refusals).hasSize(2);
    assertThat(read.refusals.get(1)).contains("ends inside frame 1, which is over the limit");
  }

  @ParameterizedTest
  @MethodSource("chunks")
  void piecesHaveNoMoreUnitsThanTheyMay(int[] chunks) {
    List<byte[]> sent = Arrays.stream(LENGTHS).mapToObj(SplitterTest::message).toList();

    Read read = read(frames, delimited(sent), chunks, 3);

    assertThat(read.units).containsExactlyElementsOf(numbered(sent));
    assertThat(read.most).isBetween(1, 3);
  }

  /** Everything that a format makes of a body. */
  private static Read read(StreamFormat format, byte[] body, int[] chunks, int maxUnits) {
    Splitter splitter = format.splitter(MAX, maxUnits);
    Read read = new Read();
    int from = 0;
    for (int i = 0; from < body.length; i++) {
      int to = Math.min(body.length, from + chunks[i % chunks.length]);
      byte[] chunk = Arrays.copyOfRange(body, from, to);
      read.take(format, () -> splitter.add(DefaultDataBufferFactory.sharedInstance.wrap(chunk)));
      read.held = Math.max(read.held, splitter.capacity());
      from = to;
    }
    read.take(format, splitter::end);
    return read;
  }

  private static final class Read {
    private final List<String> units = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private long last;
    private int most;
    private int held;

    void take(StreamFormat format, Supplier<List<Piece>> pieces) {
      for (Piece piece : pieces.get()) {
        if (!piece.broken()) {
          assertThat(piece.first()).isEqualTo(last + 1);
          last = piece.last();
        }
        RequestRefusedException refusal = piece.refusal();
        if (refusal != null) {
          refusals.add(
              piece.first()
                  + " "
                  + refusal.reason()
                  + " "
                  + refusal.getMessage()
                  + (piece.broken() ? ", broken" : ""));
        } else {
          Units each = format.units(piece);
          while (each.next()) {
            units.add(
                each.number()
                    + " "
                    + new String(
                        each.bytes(), each.start(), each.length(), StandardCharsets.ISO_8859_1));
          }
        }
        most = Math.max(most, piece.count());
      }
    }
  }

  /** Empty units count, and are passed over. */
  private static List<String> numbered(List<byte[]> sent) {
    return IntStream.range(0, sent.size())
        .filter(i -> sent.get(i).length > 0)
        .mapToObj(i -> i + 1 + " " + text(sent.get(i)))
        .toList();
  }

  private static byte[] message(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) ('a' + (i + length) % 26);
    }
    return bytes;
  }

  private static byte[] delimited(List<byte[]> messages) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] message : messages) {
      int length = message.length;
      while (length > 127) {
        out.write(length & 0x7f | 0x80);
        length >>>= 7;
      }
      out.write(length);
      out.writeBytes(message);
    }
    return out.toByteArray();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
