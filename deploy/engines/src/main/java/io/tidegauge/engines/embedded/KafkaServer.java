package io.tidegauge.engines.embedded;

import io.tidegauge.engines.Engine;
import io.tidegauge.engines.EngineException;
import io.tidegauge.engines.process.Directories;
import io.tidegauge.engines.process.Ports;
import java.nio.file.Path;
import kafka.server.KafkaRaftServer;

/** One Kafka node, broker and controller, in this JVM. */
final class KafkaServer implements EngineServer {
  private final KafkaRaftServer server;
  private final String bootstrapServers;

  private KafkaServer(KafkaRaftServer server, String bootstrapServers) {
    this.server = server;
    this.bootstrapServers = bootstrapServers;
  }

  static KafkaServer start(Path dataDirectory, int wantedPort) {
    int port = Ports.claim(Engine.KAFKA, wantedPort);
    Path logs = Directories.createPrivate(dataDirectory.resolve(Engine.KAFKA.folder()));
    try {
      KafkaNode node = KafkaNode.alone(logs, port, Ports.free());
      return new KafkaServer(node.start(), "127.0.0.1:" + port);
    } catch (RuntimeException e) {
      throw new EngineException(
          "Kafka did not start on port %d with the data in %s: %s"
              .formatted(port, logs, e.getMessage()),
          e);
    }
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }
}
