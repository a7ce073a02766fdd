package io.tidegauge.contract.topic;

/**
 * The names of the headers of a samples record. Numbers are big-endian (as ByteBuffer writes them),
 * texts UTF-8.
 */
public final class RecordHeaders {

  /** Format of the record, 4 bytes; {@link #CURRENT_VERSION}. Readers refuse a higher one. */
  public static final String VERSION = "tg-version";

  /** Tenant, text. */
  public static final String TENANT = "tg-tenant";

  /** {@link RecordKind}, one byte: its code. */
  public static final String KIND = "tg-kind";

  /** The gateway's receive time, 8 bytes, milliseconds since the epoch. */
  public static final String RECEIVED = "tg-received";

  /** Producer id of a client that numbers its batches, text. */
  public static final String PRODUCER = "tg-producer";

  /** Epoch of the producer, 8 bytes. */
  public static final String EPOCH = "tg-epoch";

  /** Sequence of the batch within the epoch, 8 bytes. */
  public static final String SEQUENCE = "tg-sequence";

  /** W3C Trace Context. */
  public static final String TRACEPARENT = "traceparent";

  /** The format written now. */
  public static final int CURRENT_VERSION = 1;

  private RecordHeaders() {}
}
