package io.tidegauge.ingest.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * Damages bodies: bytes, pieces, numbers and words of the formats. All from one seed. It keeps
 * inputs that led to something new, to damage them further; not thread-safe.
 */
final class Mutator {

  private static final int MAX_KEPT = 5000;
  private static final int MAX_LENGTH = 256 * 1024;
  private static final int MANY = 1 << 20;

  /** What parsers trip over: numbers at the edges, varints without end, words half said. */
  private static final List<byte[]> WORDS =
      List.of(
          hex("ffffffffffffffffff01"),
          hex("ffffffffffffffffffff"),
          hex("ffffffff0f"),
          hex("ffffffff07"),
          hex("80808080808080808001"),
          hex("8080808000"),
          hex("7f"),
          hex("00"),
          hex("0a00"),
          hex("0000000000000000"),
          hex("000000000000f07f"),
          hex("020000000000f07f"),
          hex("000000000000f8ff"),
          hex("ffffffffffffef7f"),
          hex("c080"),
          hex("eda080"),
          hex("f4908080"),
          hex("efbbbf"),
          text("1e999"),
          text("-1e-999"),
          text("9223372036854775808"),
          text("-9223372036854775809"),
          text("18446744073709551616"),
          text("0x1p-3"),
          text("NaN"),
          text("\"NaN\""),
          text("\"-Infinity\""),
          text("null"),
          text("true"),
          text("{}"),
          text("[]"),
          text("[[["),
          text("{\"a\":"),
          text("\\u0000"),
          text("\\ud800"),
          text("\\"),
          text("\""),
          text("\\ "),
          text("\\,"),
          text("\n"),
          text("\r\n"),
          text(" "),
          text(","),
          text("="),
          text("i"),
          text("u"),
          text("#"),
          text("__name__"),
          text("le"),
          text("__replica__"));

  private final Random random;
  private final List<byte[]> kept = new ArrayList<>();
  private final int seeds;

  Mutator(List<byte[]> seeds, long seed) {
    this.random = new Random(seed);
    this.seeds = seeds.size();
    kept.addAll(seeds);
  }

  /**
   * Remembers an input that led to something new, in the place of an older one where it is full.
   */
  void keep(byte[] input) {
    if (kept.size() < MAX_KEPT) {
      kept.add(input);
    } else {
      kept.set(seeds + random.nextInt(kept.size() - seeds), input);
    }
  }

  byte[] next() {
    byte[] bytes = any();
    int rounds = 1 << random.nextInt(4);
    for (int i = 0; i < rounds; i++) {
      bytes = once(bytes);
    }
    return bytes.length > MAX_LENGTH && random.nextInt(50) > 0
        ? Arrays.copyOf(bytes, MAX_LENGTH)
        : bytes;
  }

  private byte[] any() {
    return kept.get(random.nextInt(kept.size()));
  }

  private byte[] once(byte[] in) {
    int from = random.nextInt(in.length + 1);
    int to = from + random.nextInt(Math.min(in.length - from, 1 << random.nextInt(12)) + 1);
    return switch (random.nextInt(11)) {
      case 0 -> flip(in);
      case 1 -> random(in);
      case 2 -> join(in, 0, from, new byte[0], in, to, in.length); // a piece out
      case 3 -> join(in, 0, to, new byte[0], in, from, in.length); // a piece twice
      case 4 -> Arrays.copyOf(in, from); // the end cut off
      case 5 -> join(in, 0, from, word(), in, from, in.length);
      case 6 -> join(in, 0, from, word(), in, to, in.length);
      case 7 -> {
        byte[] other = any();
        int at = random.nextInt(other.length + 1);
        yield join(in, 0, from, new byte[0], other, at, other.length);
      }
      case 8 -> {
        byte[] other = any();
        int at = random.nextInt(other.length + 1);
        int end = at + random.nextInt(other.length - at + 1);
        yield join(in, 0, from, Arrays.copyOfRange(other, at, end), in, from, in.length);
      }
      case 9 -> number(in);
      default -> random.nextInt(20) == 0 ? many(in, from, to) : flip(in);
    };
  }

  private byte[] flip(byte[] in) {
    byte[] out = in.clone();
    if (out.length > 0) {
      out[random.nextInt(out.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return out;
  }

  private byte[] random(byte[] in) {
    byte[] out = in.clone();
    for (int k = random.nextInt(4); k >= 0 && out.length > 0; k--) {
      out[random.nextInt(out.length)] = (byte) random.nextInt(256);
    }
    return out;
  }

  /** A byte a little more or less, such as a length. */
  private byte[] number(byte[] in) {
    byte[] out = in.clone();
    if (out.length > 0) {
      int at = random.nextInt(out.length);
      out[at] = (byte) (out[at] + random.nextInt(9) - 4);
    }
    return out;
  }

  /** A piece very often: nesting, repetition, size. */
  private byte[] many(byte[] in, int from, int to) {
    if (to == from) {
      return in;
    }
    int most = random.nextInt(100) == 0 ? MANY : MAX_LENGTH / 4;
    int times = 1 + random.nextInt(Math.max(1, most / (to - from)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(in, 0, from);
    for (int i = 0; i < times; i++) {
      out.write(in, from, to - from);
    }
    out.write(in, to, in.length - to);
    return out.toByteArray();
  }

  private byte[] word() {
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  private static byte[] join(
      byte[] first, int from1, int to1, byte[] between, byte[] second, int from2, int to2) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(first, from1, to1 - from1);
    out.writeBytes(between);
    out.write(second, from2, to2 - from2);
    return out.toByteArray();
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
