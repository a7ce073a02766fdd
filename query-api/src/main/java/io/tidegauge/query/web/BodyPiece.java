package io.tidegauge.query.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Bytes that go into the bodies of several answers: once in memory, beside the heap, with what
 * makes a chunk of them (RFC 9112, section 7.1). Not thread-safe: of one event loop, until it is
 * closed there.
 */
public final class BodyPiece implements AutoCloseable {

  private static final byte[] END = "\r\n".getBytes(StandardCharsets.US_ASCII);

  private final ByteBuf chunk;
  private final int begin;
  private final int length;

  private BodyPiece(ByteBuf chunk, int begin, int length) {
    this.chunk = chunk;
    this.begin = begin;
    this.length = length;
  }

  /** Copies some bytes, not none: an empty chunk would end the body. */
  public static BodyPiece of(List<byte[]> parts) {
    int length = parts.stream().mapToInt(part -> part.length).sum();
    if (length == 0) {
      throw new IllegalArgumentException("a piece of nothing");
    }
    byte[] head = (Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    int whole = head.length + length + END.length;
    ByteBuf chunk = ByteBufAllocator.DEFAULT.directBuffer(whole, whole);
    chunk.writeBytes(head);
    parts.forEach(chunk::writeBytes);
    chunk.writeBytes(END);
    return new BodyPiece(chunk, head.length, length);
  }

  /** As a chunk, for whoever releases it. */
  ByteBuf chunk() {
    return chunk.retainedDuplicate();
  }

  /** Without what makes a chunk of it, for whoever releases it. */
  ByteBuf content() {
    return chunk.retainedSlice(begin, length);
  }

  @Override
  public void close() {
    chunk.release();
  }
}
