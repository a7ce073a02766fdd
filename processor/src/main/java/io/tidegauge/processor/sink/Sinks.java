package io.tidegauge.processor.sink;

import io.tidegauge.processor.sink.block.BlockSink;
import java.util.List;
import org.springframework.context.SmartLifecycle;

/** Starts and stops the sinks of a process with its application context. */
final class Sinks implements SmartLifecycle {

  private final List<BlockSink> sinks;
  private volatile boolean running;

  Sinks(List<BlockSink> sinks) {
    this.sinks = List.copyOf(sinks);
  }

  List<BlockSink> all() {
    return sinks;
  }

  @Override
  public void start() {
    sinks.forEach(BlockSink::start);
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    sinks.forEach(BlockSink::close);
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
