package io.tidegauge.engines.embedded;

import io.tidegauge.engines.ClickHouseEndpoint;
import io.tidegauge.engines.Engines;
import io.tidegauge.engines.PostgresEndpoint;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes into running engines and reads from them, through their own protocols. */
final class Contents {
  private Contents() {}

  /** Creates a topic with one record, acknowledged with acks=all. */
  static void writeKafka(Engines engines, String topic, String value) throws Exception {
    Map<String, Object> settings = Map.of("bootstrap.servers", engines.kafkaBootstrapServers());
    try (Admin admin = Admin.create(settings)) {
      admin
          .createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, value)).get(30, TimeUnit.SECONDS);
    }
  }

  /** The value of a topic's first record. */
  static String readKafka(Engines engines, String topic) {
    Map<String, Object> settings = Map.of("bootstrap.servers", engines.kafkaBootstrapServers());
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      ConsumerRecords<String, String> records = consumer.poll(Duration.ofSeconds(30));
      return records.iterator().next().value();
    }
  }

  static String kafkaClusterId(Engines engines) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", engines.kafkaBootstrapServers()))) {
      return admin.describeCluster().clusterId().get(30, TimeUnit.SECONDS);
    }
  }

  static void writeClickHouse(Engines engines, int value) throws Exception {
    clickHouse(
        engines,
        "CREATE TABLE kept (v UInt32) ENGINE = MergeTree ORDER BY v SETTINGS non_replicated_deduplication_window = 100");
    clickHouse(engines, "INSERT INTO kept VALUES (" + value + ")");
  }

  static String readClickHouse(Engines engines) throws Exception {
    return clickHouse(engines, "SELECT v FROM kept");
  }

  /** Runs a statement in the engines' database and gives the answer, failing on an error. */
  static String clickHouse(Engines engines, String statement) throws Exception {
    ClickHouseEndpoint endpoint = engines.clickhouse();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint.url() + "/?database=" + endpoint.database()))
            .header("X-ClickHouse-User", endpoint.username())
            .header("X-ClickHouse-Key", endpoint.password())
            .POST(HttpRequest.BodyPublishers.ofString(statement))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(response.body());
      }
      return response.body().strip();
    }
  }

  /** Sends an inline command; arrays come back joined by spaces. */
  static String redis(Engines engines, String command) throws Exception {
    URI uri = URI.create(engines.redisUri());
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.setSoTimeout(5000);
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      String first = lines.readLine();
      return switch (first.charAt(0)) {
        case '$' -> lines.readLine();
        case '*' ->
            lines
                .lines()
                .limit(2L * Integer.parseInt(first.substring(1)))
                .filter(line -> !line.startsWith("$"))
                .collect(Collectors.joining(" "));
        default -> first;
      };
    }
  }

  /** Runs a statement as the administrator; the first column of the first row, or nothing. */
  static String postgres(Engines engines, String sql) throws Exception {
    PostgresEndpoint endpoint = engines.postgres();
    try (Connection connection =
            DriverManager.getConnection(
                endpoint.jdbcUrl(), endpoint.adminUsername(), endpoint.adminPassword());
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      var rows = statement.getResultSet();
      return rows.next() ? rows.getString(1) : "";
    }
  }
}
