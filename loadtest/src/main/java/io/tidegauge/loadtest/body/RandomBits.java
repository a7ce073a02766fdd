package io.tidegauge.loadtest.body;

/** Random bits that follow from a seed (xorshift64*). Not thread-safe. */
final class RandomBits {

  private long state;

  RandomBits(long seed) {
    this.state = seed | 1;
  }

  long next() {
    state ^= state << 13;
    state ^= state >>> 7;
    state ^= state << 17;
    return state * 0x2545f4914f6cdd1dL;
  }
}
