package io.tidegauge.engines.embedded;

import io.tidegauge.engines.EngineException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A Kafka node, broker and controller. Its log directory is formatted only once.
 *
 * @param id the node's number, from 1
 * @param clusterId the same for all nodes of a cluster
 * @param voters the controllers, {@code id@host:port}, comma separated
 * @param host the address that it listens on and tells its clients
 * @param port for clients
 * @param controllerPort for the other controllers
 * @param logs directory of everything that it keeps
 * @param nodes how many nodes the cluster has; from three on, every record is on three of them, and
 *     two must have it
 */
record KafkaNode(
    int id,
    String clusterId,
    String voters,
    String host,
    int port,
    int controllerPort,
    Path logs,
    int nodes) {

  /** A cluster of one node. */
  static KafkaNode alone(Path logs, int port, int controllerPort) {
    String host = "127.0.0.1";
    String voters = "1@" + host + ":" + controllerPort;
    return new KafkaNode(
        1, Uuid.randomUuid().toString(), voters, host, port, controllerPort, logs, 1);
  }

  /**
   * Starts it in this JVM.
   *
   * @throws EngineException when it does not start
   */
  KafkaRaftServer start() {
    if (!Files.exists(logs.resolve("meta.properties"))) {
      format();
    }
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings(), false), Time.SYSTEM);
    server.startup();
    return server;
  }

  private void format() {
    try {
      new Formatter()
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .setNodeId(id)
          .setClusterId(clusterId)
          .setControllerListenerName("CONTROLLER")
          .setMetadataLogDirectory(logs.toString())
          .addDirectory(logs.toString())
          .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
          // An interrupted format leaves meta.properties for last, and is simply done again.
          .setIgnoreFormatted(true)
          .run();
    } catch (Exception e) {
      throw new EngineException("Cannot format Kafka's log directory " + logs, e);
    }
  }

  private Map<String, String> settings() {
    String replicas = nodes >= 3 ? "3" : "1";
    String inSync = nodes >= 3 ? "2" : "1";
    Map<String, String> settings = new TreeMap<>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", Integer.toString(id));
    settings.put("controller.quorum.voters", voters);
    settings.put(
        "listeners",
        "PLAINTEXT://%s:%d,CONTROLLER://%s:%d".formatted(host, port, host, controllerPort));
    settings.put("advertised.listeners", "PLAINTEXT://" + host + ":" + port);
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("inter.broker.listener.name", "PLAINTEXT");
    settings.put("log.dirs", logs.toString());
    settings.put("auto.create.topics.enable", "false");
    settings.put("default.replication.factor", replicas);
    settings.put("min.insync.replicas", inSync);
    for (String topic :
        new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
      settings.put(topic + ".replication.factor", replicas);
      settings.put(topic + ".num.partitions", "4");
    }
    settings.put("transaction.state.log.min.isr", inSync);
    settings.put("share.coordinator.state.topic.min.isr", inSync);
    // What a dead processor left open holds up its successor: it is looked for more often.
    settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    settings.put("group.initial.rebalance.delay.ms", "0");
    // After kill -9 the node may not register again before its own old session is over.
    settings.put("broker.session.timeout.ms", "4000");
    settings.put("broker.heartbeat.interval.ms", "500");
    // A machine of its own gives these more; here everything shares one.
    settings.put("num.network.threads", "2");
    settings.put("num.io.threads", "4");
    settings.put("background.threads", "4");
    settings.put("num.recovery.threads.per.data.dir", "2");
    settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20));
    return settings;
  }
}
