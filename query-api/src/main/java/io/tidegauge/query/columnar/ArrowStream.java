package io.tidegauge.query.columnar;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Rows as an Arrow IPC stream (Arrow columnar format 1.5, "IPC Streaming Format"): a schema, record
 * batches, the end. Holds no memory but the heap's, and none between two calls. Immutable.
 */
public final class ArrowStream {

  private static final int CONTINUATION = 0xFFFF_FFFF;
  private static final int PREFIX = 8;

  private final Table table;

  /** A stream of a table. */
  public ArrowStream(Table table) {
    this.table = table;
  }

  /** The message with the schema, which comes first. */
  public byte[] schema() {
    return message(ArrowSchema.of(table), new byte[0]);
  }

  /** A message with some rows. */
  public byte[] batch(List<Row> rows) {
    ArrowBody body = new ArrowColumns(table).of(rows);
    return message(body.header(rows.size()), body.bytes());
  }

  /** What comes last: readers take a stream that just stops for one that was cut. */
  public byte[] end() {
    return ByteBuffer.allocate(PREFIX)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(CONTINUATION)
        .putInt(0)
        .array();
  }

  /** An encapsulated message: its header is padded to 8 bytes, its body is so already. */
  private static byte[] message(ByteBuffer header, byte[] body) {
    int padded = Math.ceilDiv(header.remaining(), ArrowBody.ALIGNMENT) * ArrowBody.ALIGNMENT;
    ByteBuffer message =
        ByteBuffer.allocate(PREFIX + padded + body.length).order(ByteOrder.LITTLE_ENDIAN);
    message.putInt(CONTINUATION).putInt(padded).put(header);
    message.position(PREFIX + padded);
    return message.put(body).array();
  }
}
