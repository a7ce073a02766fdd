package io.tidegauge.engines.embedded;

/** One running engine. Closing stops it in its own way and keeps its data. */
interface EngineServer extends AutoCloseable {
  @Override
  void close();
}
