package io.tidegauge.loadtest.body;

/** Numbers that look random and follow from a seed and what they are for. */
public final class Mix {

  private static final long STEP = 0x9e3779b97f4a7c15L;
  private static final long OTHER_STEP = 0xd1b54a32d192ed03L;

  private Mix() {}

  /** SplitMix64's finaliser over a seed and two numbers. */
  public static long of(long seed, long a, long b) {
    return finish(finish(finish(seed + STEP) ^ (a + STEP)) ^ (b + OTHER_STEP));
  }

  /** One from 0 to {@code bound}, exclusive. */
  static int below(int bound, long seed, long a, long b) {
    return (int) Long.remainderUnsigned(of(seed, a, b), bound);
  }

  private static long finish(long z) {
    long x = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
    return x ^ (x >>> 31);
  }
}
