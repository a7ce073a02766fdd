package io.tidegauge.loadtest.bench.system;

import io.tidegauge.engines.EngineException;
import io.tidegauge.engines.embedded.KafkaCluster;
import io.tidegauge.engines.process.Place;
import io.tidegauge.loadtest.bench.measure.DiskSize;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Kafka broker as a process of its own. */
final class Broker implements AutoCloseable {

  private final KafkaCluster cluster;

  private Broker(KafkaCluster cluster) {
    this.cluster = cluster;
  }

  /** Starts it and returns when it answers. */
  static Broker start(Path directory, List<String> flags) throws InterruptedException {
    List<String> all = new ArrayList<>(flags);
    all.add("-Dlogback.configurationFile=bench-logback.xml");
    KafkaCluster cluster = KafkaCluster.start(directory, 1, node -> Place.LOOPBACK, all);
    try {
      cluster.awaitReady();
      return new Broker(cluster);
    } catch (RuntimeException | InterruptedException e) {
      cluster.close();
      throw e;
    }
  }

  String bootstrapServers() {
    return cluster.bootstrapServers();
  }

  long pid() {
    return cluster
        .processes()
        .getFirst()
        .handle()
        .orElseThrow(() -> new EngineException("the Kafka broker has ended"))
        .pid();
  }

  /** Bytes of a topic's log, without its indexes, which are made larger than they are. */
  long bytes(String topic) {
    return DiskSize.of(
        cluster.data(1),
        file -> file.toString().contains("/" + topic + "-") && file.toString().endsWith(".log"));
  }

  @Override
  public void close() {
    cluster.close();
  }
}
