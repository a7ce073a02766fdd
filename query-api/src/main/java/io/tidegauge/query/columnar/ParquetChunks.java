package io.tidegauge.query.columnar;

import java.io.ByteArrayOutputStream;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** A file that is taken away piece by piece while it is written. Not thread-safe. */
final class ParquetChunks implements OutputFile {

  private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
  private long taken;

  /** What was written since the last call. */
  byte[] take() {
    byte[] bytes = waiting.toByteArray();
    taken += bytes.length;
    waiting.reset();
    return bytes;
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) {
    return new PositionOutputStream() {
      @Override
      public long getPos() {
        return taken + waiting.size();
      }

      @Override
      public void write(int octet) {
        waiting.write(octet);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        waiting.write(bytes, offset, length);
      }
    };
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) {
    return create(blockSizeHint);
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }
}
