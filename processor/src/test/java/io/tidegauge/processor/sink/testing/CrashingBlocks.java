package io.tidegauge.processor.sink.testing;

import io.tidegauge.processor.sink.block.Block;
import io.tidegauge.processor.sink.block.BlockFactory;
import io.tidegauge.processor.sink.block.BlockId;
import java.io.IOException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Blocks whose sink dies at a chosen write: nothing that comes after that point is done. */
public final class CrashingBlocks implements BlockFactory {

  /** Where it dies. */
  public enum At {
    /** The block's end is committed as metadata, nothing is written. */
    BEFORE_WRITE,
    /** The block is written, its end not committed as the position. */
    AFTER_WRITE
  }

  /** Ends the sink's thread. */
  public static final class Crash extends Error {
    private static final long serialVersionUID = 1;

    Crash(At at, BlockId id) {
      super("wanted: " + at + " of " + id);
    }
  }

  private final BlockFactory real;
  private final At at;
  private int writesLeft;

  /**
   * @param writes how many writes get through before
   */
  public CrashingBlocks(BlockFactory real, At at, int writes) {
    this.real = real;
    this.at = at;
    this.writesLeft = writes;
  }

  @Override
  public Block open() {
    return new CrashingBlock(real.open());
  }

  private final class CrashingBlock implements Block {

    private final Block block;

    CrashingBlock(Block block) {
      this.block = block;
    }

    @Override
    public void add(ConsumerRecord<byte[], byte[]> record) {
      block.add(record);
    }

    @Override
    public int weight() {
      return block.weight();
    }

    @Override
    public boolean isEmpty() {
      return block.isEmpty();
    }

    @Override
    public void write(BlockId id, boolean again) throws IOException, InterruptedException {
      boolean last = writesLeft-- == 0;
      if (last && at == At.BEFORE_WRITE) {
        throw new Crash(at, id);
      }
      block.write(id, again);
      if (last) {
        throw new Crash(at, id);
      }
    }
  }
}
