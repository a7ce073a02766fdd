package io.tidegauge.loadtest.profiles;

/** Bounds of options. */
final class Range {

  private Range() {}

  /**
   * Looks whether a value is within its bounds.
   *
   * @throws IllegalArgumentException where it is not, with what to give
   */
  static void check(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          option + " is " + value + ", give " + least + " to " + most);
    }
  }
}
