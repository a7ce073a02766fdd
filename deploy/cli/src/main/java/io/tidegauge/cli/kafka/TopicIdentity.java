package io.tidegauge.cli.kafka;

import io.tidegauge.cli.CommandFailedException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

/** What tells a topic from one of the same name that was made anew. */
public final class TopicIdentity {

  private static final int TIMEOUT_MS = 10_000;

  private TopicIdentity() {}

  /**
   * Kafka's id of a topic.
   *
   * @throws CommandFailedException where Kafka or the topic is not there
   */
  public static String of(String bootstrapServers, String topic) {
    try (Admin admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.CLIENT_ID_CONFIG,
                "tidegauge-cli",
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                TIMEOUT_MS,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                TIMEOUT_MS))) {
      return Objects.requireNonNull(
              admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic))
          .topicId()
          .toString();
    } catch (ExecutionException | KafkaException e) {
      throw new CommandFailedException(
          "topic "
              + topic
              + " is not to be had from Kafka at "
              + bootstrapServers
              + "; start the services (./tidegauge up) or give --bootstrap-servers: "
              + e.getMessage(),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted", e);
    }
  }
}
