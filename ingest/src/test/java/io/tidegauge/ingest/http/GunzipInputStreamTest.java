package io.tidegauge.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class GunzipInputStreamTest {

  @Property(tries = 200)
  void membersInARowAreReadAsOne(@ForAll @Size(max = 5) byte[][] members) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    packed.writeBytes(gzip(new byte[0]));
    for (byte[] member : members) {
      packed.writeBytes(gzip(member));
      plain.writeBytes(member);
    }

    assertThat(read(packed.toByteArray())).isEqualTo(plain.toByteArray());
  }

  @Property(tries = 500)
  void anyBytesAreGzipOrRefused(@ForAll byte[] bytes) {
    byte[] start = HexFormat.of().parseHex("1f8b08");
    byte[] seeming = Arrays.copyOf(start, start.length + bytes.length);
    System.arraycopy(bytes, 0, seeming, start.length, bytes.length);

    for (byte[] each : new byte[][] {bytes, seeming}) {
      try {
        assertThat(read(each)).isNotNull();
      } catch (IOException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
  }

  @Test
  void everyCutIsNoticed() throws IOException {
    byte[] whole = gzip("some text, some text".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);

      assertThatThrownBy(() -> read(cut)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void optionalFieldsOfTheHeaderArePassedOver() throws IOException {
    byte[] plain = gzip(new byte[] {42});
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(plain, 0, 3);
    out.write(2 | 4 | 8 | 16); // checksum, extra, name and comment
    out.write(plain, 4, 6);
    out.writeBytes(HexFormat.of().parseHex("0200aabb" + "6e00" + "6300" + "1234"));
    out.write(plain, 10, plain.length - 10);

    assertThat(read(out.toByteArray())).containsExactly(42);
  }

  @Test
  void manyEmptyMembersTakeNoStack() throws IOException {
    byte[] empty = gzip(new byte[0]);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < 300_000; i++) {
      out.writeBytes(empty);
    }

    assertThat(read(out.toByteArray())).isEmpty();
  }

  private static byte[] read(byte[] packed) throws IOException {
    try (GunzipInputStream in = new GunzipInputStream(new ByteArrayInputStream(packed))) {
      return in.readAllBytes();
    }
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }
}
