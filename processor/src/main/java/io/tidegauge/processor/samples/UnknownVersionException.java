package io.tidegauge.processor.samples;

/** A record was written by a later version: nothing is wrong with it, so nobody may go past it. */
public final class UnknownVersionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnknownVersionException(String what) {
    super(what + ": upgrade the processor");
  }
}
