package io.tidegauge.cli;

/** What scripts can go by. The older commands say 2 for whatever could not be done. */
public final class ExitCodes {

  /** All is well. */
  public static final int OK = 0;

  /** The question was answered, and the answer is bad. */
  public static final int BAD = 1;

  /** Wrong usage. */
  public static final int USAGE = 2;

  /** The service cannot be reached, or cannot answer now. */
  public static final int UNREACHABLE = 3;

  private ExitCodes() {}
}
