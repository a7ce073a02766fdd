package io.tidegauge.query.columnar;

import com.google.flatbuffers.FlatBufferBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;

/**
 * The buffers of a record batch, one after the other, each padded to 8 bytes, and the header that
 * says where they are. Fields and buffers are added in the order of the flattened schema. Not
 * thread-safe.
 */
final class ArrowBody {

  static final int ALIGNMENT = 8;

  private record Node(long length, long nulls) {}

  private record Extent(long offset, long length) {}

  private final List<Node> nodes = new ArrayList<>();
  private final List<Extent> buffers = new ArrayList<>();
  private ByteBuffer out = ByteBuffer.allocate(64 * 1_024).order(ByteOrder.LITTLE_ENDIAN);

  /** Begins a field; its buffers follow. */
  void field(int length, int nulls) {
    nodes.add(new Node(length, nulls));
  }

  /** A buffer of this size at the most, to be written at once and ended with {@link #end}. */
  ByteBuffer begin(int size) {
    int needed = out.position() + size + ALIGNMENT;
    if (needed > out.capacity()) {
      byte[] larger = Arrays.copyOf(out.array(), Math.max(needed, out.capacity() * 2));
      out = ByteBuffer.wrap(larger).order(ByteOrder.LITTLE_ENDIAN).position(out.position());
    }
    buffers.add(new Extent(out.position(), 0));
    return out;
  }

  /** Ends the buffer. */
  void end() {
    long offset = buffers.removeLast().offset();
    buffers.add(new Extent(offset, out.position() - offset));
    while (out.position() % ALIGNMENT != 0) {
      out.put((byte) 0);
    }
  }

  /** The validity of a field without nulls, which may be left out. */
  void allValid() {
    begin(0);
    end();
  }

  /** A buffer of bits, the lowest first. */
  void bits(boolean[] bits) {
    ByteBuffer buffer = begin(Math.ceilDiv(bits.length, 8));
    for (int i = 0; i < bits.length; i += 8) {
      int octet = 0;
      for (int bit = 0; bit < 8 && i + bit < bits.length; bit++) {
        octet |= bits[i + bit] ? 1 << bit : 0;
      }
      buffer.put((byte) octet);
    }
    end();
  }

  /** All buffers. */
  byte[] bytes() {
    return Arrays.copyOf(out.array(), out.position());
  }

  /** The message header of a record batch (Arrow's Message.fbs). */
  ByteBuffer header(int rows) {
    FlatBufferBuilder builder = new FlatBufferBuilder(1_024);
    RecordBatch.startNodesVector(builder, nodes.size());
    nodes.reversed().forEach(n -> FieldNode.createFieldNode(builder, n.length(), n.nulls()));
    int fields = builder.endVector();
    RecordBatch.startBuffersVector(builder, buffers.size());
    buffers.reversed().forEach(b -> Buffer.createBuffer(builder, b.offset(), b.length()));
    int extents = builder.endVector();
    int batch = RecordBatch.createRecordBatch(builder, rows, fields, extents, 0, 0);
    builder.finish(
        Message.createMessage(
            builder, MetadataVersion.V5, MessageHeader.RecordBatch, batch, out.position(), 0));
    return builder.dataBuffer();
  }
}
