package io.tidegauge.processor.sink.block;

/** Makes empty blocks; called by the thread that fills and writes them. */
@FunctionalInterface
public interface BlockFactory {

  /** An empty block. */
  Block open();
}
