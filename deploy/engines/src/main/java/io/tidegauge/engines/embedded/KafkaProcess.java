package io.tidegauge.engines.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Runs one node of a {@link KafkaCluster}, until it is killed. */
final class KafkaProcess {
  private KafkaProcess() {}

  /**
   * Runs the node.
   *
   * @param arguments the file with the node's {@link #properties}
   */
  public static void main(String[] arguments) throws IOException {
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(Path.of(arguments[0]))) {
      properties.load(reader);
    }
    node(properties).start().awaitShutdown();
  }

  static Properties properties(KafkaNode node) {
    Properties properties = new Properties();
    properties.setProperty("id", Integer.toString(node.id()));
    properties.setProperty("cluster", node.clusterId());
    properties.setProperty("voters", node.voters());
    properties.setProperty("host", node.host());
    properties.setProperty("port", Integer.toString(node.port()));
    properties.setProperty("controller.port", Integer.toString(node.controllerPort()));
    properties.setProperty("logs", node.logs().toString());
    properties.setProperty("nodes", Integer.toString(node.nodes()));
    return properties;
  }

  private static KafkaNode node(Properties properties) {
    return new KafkaNode(
        Integer.parseInt(properties.getProperty("id")),
        properties.getProperty("cluster"),
        properties.getProperty("voters"),
        properties.getProperty("host"),
        Integer.parseInt(properties.getProperty("port")),
        Integer.parseInt(properties.getProperty("controller.port")),
        Path.of(properties.getProperty("logs")),
        Integer.parseInt(properties.getProperty("nodes")));
  }
}
