package io.tidegauge.engines.embedded;

import io.tidegauge.engines.EngineException;
import io.tidegauge.engines.process.ChildProcess;
import io.tidegauge.engines.process.Directories;
import io.tidegauge.engines.process.Leftover;
import io.tidegauge.engines.process.Place;
import io.tidegauge.engines.process.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;

/**
 * A Kafka cluster of several nodes, each a JVM of its own that is broker and controller, started
 * again when it ends. From three nodes on each record is on three of them and acknowledged by two.
 */
public final class KafkaCluster implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int ANSWER_MILLIS = 2_000;

  private final List<KafkaNode> nodes;
  private final List<ChildProcess> processes;

  private KafkaCluster(List<KafkaNode> nodes, List<ChildProcess> processes) {
    this.nodes = nodes;
    this.processes = processes;
  }

  /**
   * Starts nodes that have kept nothing yet; they are not ready yet.
   *
   * @param directory where each has a directory {@code kafka-N}
   * @param size how many nodes
   * @param places where each lives, by its number from 1
   * @param flags of their JVMs
   */
  public static KafkaCluster start(
      Path directory, int size, IntFunction<Place> places, List<String> flags) {
    List<KafkaNode> nodes = nodes(directory, size, places);
    List<ChildProcess> processes = new ArrayList<>();
    for (KafkaNode node : nodes) {
      processes.add(launch(node, places.apply(node.id()).prefix(), flags));
    }
    return new KafkaCluster(nodes, processes);
  }

  private static List<KafkaNode> nodes(Path directory, int size, IntFunction<Place> places) {
    int[] controllerPorts = new int[size];
    List<String> voters = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      controllerPorts[i] = Ports.free();
      voters.add("%d@%s:%d".formatted(i + 1, places.apply(i + 1).host(), controllerPorts[i]));
    }
    String clusterId = Uuid.randomUuid().toString();
    List<KafkaNode> nodes = new ArrayList<>();
    for (int id = 1; id <= size; id++) {
      Path folder = Directories.createPrivate(directory.resolve("kafka-" + id));
      nodes.add(
          new KafkaNode(
              id,
              clusterId,
              String.join(",", voters),
              places.apply(id).host(),
              Ports.free(),
              controllerPorts[id - 1],
              Directories.createPrivate(folder.resolve("data")),
              size));
    }
    return nodes;
  }

  private static ChildProcess launch(KafkaNode node, List<String> prefix, List<String> flags) {
    Path folder = node.logs().resolveSibling("");
    Leftover.end("Kafka " + node.id(), folder);
    Path file = folder.resolve("node.properties");
    try (var writer = Files.newBufferedWriter(file)) {
      KafkaProcess.properties(node).store(writer, null);
    } catch (IOException e) {
      throw new EngineException("Cannot write " + file, e);
    }
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of(KafkaProcess.class.getName(), file.toString()));
    ChildProcess process =
        ChildProcess.start(
            new ChildProcess.Spec(
                "kafka-" + node.id(),
                command,
                folder,
                Map.of("CLASSPATH", System.getProperty("java.class.path")),
                ChildProcess.End.KILL));
    process.keepAlive();
    return process;
  }

  /** {@code host:port} of all nodes, comma separated. */
  public String bootstrapServers() {
    return nodes.stream()
        .map(node -> node.host() + ":" + node.port())
        .collect(Collectors.joining(","));
  }

  /** The nodes' processes, in the order of their numbers. */
  public List<ChildProcess> processes() {
    return List.copyOf(processes);
  }

  /** Where a node keeps its data; number from 1. */
  public Path data(int node) {
    return nodes.get(node - 1).logs();
  }

  /** The port where a node serves clients; number from 1. */
  public int port(int node) {
    return nodes.get(node - 1).port();
  }

  /** Returns when all nodes are brokers of the cluster. */
  public void awaitReady() throws InterruptedException {
    try (Admin admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                ANSWER_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                ANSWER_MILLIS))) {
      for (ChildProcess process : processes) {
        process.awaitReady(PATIENCE, () -> isWhole(admin));
      }
    }
  }

  private boolean isWhole(Admin admin) {
    try {
      return admin.describeCluster().nodes().get().size() == nodes.size();
    } catch (ExecutionException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    processes.forEach(ChildProcess::close);
  }
}
