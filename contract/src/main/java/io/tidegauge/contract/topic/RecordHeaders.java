package io.tidegauge.contract.topic;

/**
 * The names of the headers of a samples record, and of a replay's records on the rollups topic.
 * Numbers are big-endian (as ByteBuffer writes them), texts UTF-8.
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

  /**
   * On the rollups topic: the replay that a rollup belongs to, 8 bytes. It is kept aside until all
   * partitions have the mark of the replay.
   */
  public static final String GENERATION = "tg-generation";

  /**
   * On the rollups topic: makes a record without a value the mark of a replay, after all its
   * rollups of the partition; 4 bytes, how many partitions there are.
   */
  public static final String GENERATION_PARTITIONS = "tg-generation-partitions";

  /** The format written now. */
  public static final int CURRENT_VERSION = 1;

  private RecordHeaders() {}
}
