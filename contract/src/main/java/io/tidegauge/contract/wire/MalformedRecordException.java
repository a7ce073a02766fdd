package io.tidegauge.contract.wire;

/**
 * Bytes that are not a valid record. The only exception that the decoders of this module throw,
 * whatever the bytes; the message says what is wrong and where, in words that can be sent back to
 * whoever wrote the bytes.
 */
public final class MalformedRecordException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates one with a message fit for the sender of the bytes. */
  public MalformedRecordException(String message) {
    super(message);
  }
}
