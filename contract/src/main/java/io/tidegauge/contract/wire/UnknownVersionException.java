package io.tidegauge.contract.wire;

/**
 * Bytes were written by a later version: nothing is wrong with them, so nobody may go past them as
 * past a malformed record.
 */
public final class UnknownVersionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With what was found, and what is known here. */
  public UnknownVersionException(String what) {
    super(what + ": upgrade this service, or run the version that wrote it");
  }
}
