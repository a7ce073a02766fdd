package io.tidegauge.contract.wire;

/**
 * The format of our own messages. Each begins with it, so that a reader meets it before anything
 * that it might misread; a message without it is of format 1. A field that old readers may skip is
 * no new format. A new one is read by a release before any release writes it.
 */
public final class RecordFormat {

  /** The format written now. */
  public static final int CURRENT = 1;

  private RecordFormat() {}

  /**
   * Refuses a later format.
   *
   * @param what is read, with its article
   * @throws UnknownVersionException where a later version wrote it
   */
  public static void check(String what, int format) {
    if (format > CURRENT) {
      throw new UnknownVersionException(what + " has format " + format + ", known is " + CURRENT);
    }
  }
}
