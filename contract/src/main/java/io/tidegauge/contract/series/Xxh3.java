package io.tidegauge.contract.series;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * XXH3-128 with seed 0 (xxHash's specification, sections "small inputs" and "medium inputs"), its
 * result in two fields: the library gives an object for each hash, which is not optimised away and
 * was half of what the gateway allocated. What is longer than {@value #MEDIUM} bytes is left to the
 * library. Not thread-safe.
 */
final class Xxh3 {

  /** Bytes of the longest medium input. */
  static final int MEDIUM = 240;

  private static final Hasher128 LIBRARY = Hashing.xxh3_128();
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_HALF = 0xFFFFFFFFL;
  private static final long PRIME32_2 = 0x85EBCA77L;
  private static final long PRIME64_1 = 0x9E3779B185EBCA87L;
  private static final long PRIME64_2 = 0xC2B2AE3D27D4EB4FL;
  private static final long PRIME64_3 = 0x165667B19E3779F9L;
  private static final long PRIME64_4 = 0x85EBCA77C2B2AE63L;
  private static final long PRIME_MX1 = 0x165667919E3779F9L;
  private static final long PRIME_MX2 = 0x9FB21C651E98DF25L;
  private static final byte[] SECRET =
      HexFormat.of()
          .parseHex(
              "b8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671f"
                  + "cb79e64eccc0e578825ad07dccff7221b8084674f743248ee03590e6813a264c"
                  + "3c2852bb91c300cb88d0658b1b532ea371644897a20df94e3819ef46a9deacd8"
                  + "a8fa763fe39c343ff9dcbbc7c70b4f1d8a51e04bcdb45931c89f7ec9d9787364"
                  + "eac5ac8334d3ebc3c581a0fffa1363eb170ddd51b7f0da49d316552629d4689e"
                  + "2b16be587d47a1fc8ff8b8d17ad031ce45cb3a8f95160428afd7fbcabb4b407e");
  private static final long EMPTY_LOW = finish64(secret(64) ^ secret(72));
  private static final long EMPTY_HIGH = finish64(secret(80) ^ secret(88));
  private static final long SMALL_LOW = (secret(0) ^ (secret(0) >>> 32)) & LOW_HALF;
  private static final long SMALL_HIGH = (secret(8) ^ (secret(8) >>> 32)) & LOW_HALF;
  private static final long FOUR_TO_EIGHT = secret(16) ^ secret(24);
  private static final long NINE_TO_SIXTEEN_1 = secret(32) ^ secret(40);
  private static final long NINE_TO_SIXTEEN_2 = secret(48) ^ secret(56);

  private long high;
  private long low;

  /** The high 64 bits of the last hash. */
  long high() {
    return high;
  }

  /** The low 64 bits of the last hash. */
  long low() {
    return low;
  }

  /** Hashes a slice. */
  void hash(byte[] bytes, int offset, int length) {
    if (length > MEDIUM) {
      HashValue128 value = LIBRARY.hashBytesTo128Bits(bytes, offset, length);
      high = value.getMostSignificantBits();
      low = value.getLeastSignificantBits();
    } else if (length > 128) {
      hashTo240(bytes, offset, length);
    } else if (length > 16) {
      hashTo128(bytes, offset, length);
    } else if (length > 8) {
      hashTo16(bytes, offset, length);
    } else if (length >= 4) {
      hashTo8(bytes, offset, length);
    } else if (length > 0) {
      hashTo3(bytes, offset, length);
    } else {
      low = EMPTY_LOW;
      high = EMPTY_HIGH;
    }
  }

  private void hashTo3(byte[] bytes, int offset, int length) {
    int combined =
        (bytes[offset + length - 1] & 0xFF)
            | length << 8
            | (bytes[offset] & 0xFF) << 16
            | (bytes[offset + (length >> 1)] & 0xFF) << 24;
    int turned = Integer.rotateLeft(Integer.reverseBytes(combined), 13);
    low = finish64(SMALL_LOW ^ (combined & LOW_HALF));
    high = finish64(SMALL_HIGH ^ (turned & LOW_HALF));
  }

  private void hashTo8(byte[] bytes, int offset, int length) {
    long first = (int) INT.get(bytes, offset) & LOW_HALF;
    long last = (int) INT.get(bytes, offset + length - 4) & LOW_HALF;
    long value = FOUR_TO_EIGHT ^ (first | last << 32);
    long factor = PRIME64_1 + (length << 2);
    long upper = Math.unsignedMultiplyHigh(value, factor);
    long lower = value * factor;
    upper += lower << 1;
    lower ^= upper >>> 3;
    lower ^= lower >>> 35;
    lower *= PRIME_MX2;
    low = lower ^ (lower >>> 28);
    high = finish(upper);
  }

  private void hashTo16(byte[] bytes, int offset, int length) {
    long first = (long) LONG.get(bytes, offset);
    long last = (long) LONG.get(bytes, offset + length - 8);
    long one = NINE_TO_SIXTEEN_1 ^ first ^ last;
    long two = NINE_TO_SIXTEEN_2 ^ last;
    long lower = one * PRIME64_1 + ((length - 1L) << 54);
    long upper = Math.unsignedMultiplyHigh(one, PRIME64_1);
    upper += two + (two & LOW_HALF) * (PRIME32_2 - 1);
    lower ^= Long.reverseBytes(upper);
    low = finish(lower * PRIME64_2);
    high = finish(Math.unsignedMultiplyHigh(lower, PRIME64_2) + upper * PRIME64_2);
  }

  private void hashTo128(byte[] bytes, int offset, int length) {
    low = length * PRIME64_1;
    high = 0;
    for (int i = (length - 1) >> 5; i >= 0; i--) {
      mix(bytes, offset + 16 * i, offset + length - 16 * i - 16, 32 * i);
    }
    finish(length);
  }

  private void hashTo240(byte[] bytes, int offset, int length) {
    low = length * PRIME64_1;
    high = 0;
    for (int i = 0; i < 4; i++) {
      mix(bytes, offset + 32 * i, offset + 32 * i + 16, 32 * i);
    }
    low = finish(low);
    high = finish(high);
    int chunks = length >> 5;
    for (int i = 4; i < chunks; i++) {
      mix(bytes, offset + 32 * i, offset + 32 * i + 16, 32 * (i - 4) + 3);
    }
    mix(bytes, offset + length - 16, offset + length - 32, 103);
    finish(length);
  }

  /** Two chunks of 16 bytes with 32 bytes of the secret, into the two accumulators. */
  private void mix(byte[] bytes, int one, int two, int secret) {
    long oneFirst = (long) LONG.get(bytes, one);
    long oneLast = (long) LONG.get(bytes, one + 8);
    long twoFirst = (long) LONG.get(bytes, two);
    long twoLast = (long) LONG.get(bytes, two + 8);
    low += product(oneFirst ^ secret(secret), oneLast ^ secret(secret + 8));
    high += product(twoFirst ^ secret(secret + 16), twoLast ^ secret(secret + 24));
    low ^= twoFirst + twoLast;
    high ^= oneFirst + oneLast;
  }

  private void finish(int length) {
    long first = low;
    long second = high;
    low = finish(first + second);
    high = -finish(first * PRIME64_1 + second * PRIME64_4 + length * PRIME64_2);
  }

  private static long product(long a, long b) {
    return (a * b) ^ Math.unsignedMultiplyHigh(a, b);
  }

  private static long secret(int at) {
    return (long) LONG.get(SECRET, at);
  }

  private static long finish(long value) {
    long mixed = (value ^ (value >>> 37)) * PRIME_MX1;
    return mixed ^ (mixed >>> 32);
  }

  /** As XXH64 ends. */
  private static long finish64(long value) {
    long mixed = (value ^ (value >>> 33)) * PRIME64_2;
    mixed = (mixed ^ (mixed >>> 29)) * PRIME64_3;
    return mixed ^ (mixed >>> 32);
  }
}
