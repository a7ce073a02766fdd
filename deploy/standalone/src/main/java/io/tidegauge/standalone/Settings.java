package io.tidegauge.standalone;

import io.tidegauge.engines.Engines;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The services' settings, by configuration key: where the engines are, and the ports. */
public final class Settings {
  private final Map<String, String> values;

  private Settings(Map<String, String> values) {
    this.values = values;
  }

  /**
   * The settings that connect the services with these engines.
   *
   * @param state directory for what the processor keeps besides the engines
   * @param further the user's own settings; they win
   */
  public static Settings of(
      Engines engines, Map<ServicePort, Integer> ports, Path state, Map<String, String> further) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("tidegauge.kafka.bootstrap-servers", engines.kafkaBootstrapServers());
    values.put("tidegauge.clickhouse.url", engines.clickhouse().url().toString());
    values.put("tidegauge.clickhouse.username", engines.clickhouse().username());
    values.put("tidegauge.clickhouse.password", engines.clickhouse().password());
    values.put("tidegauge.clickhouse.database", engines.clickhouse().database());
    values.put("tidegauge.redis.uri", engines.redisUri());
    values.put("tidegauge.postgres.host", engines.postgres().host());
    values.put("tidegauge.postgres.port", Integer.toString(engines.postgres().port()));
    values.put("tidegauge.postgres.database", engines.postgres().database());
    values.put("tidegauge.postgres.username", engines.postgres().username());
    values.put("tidegauge.postgres.password", engines.postgres().password());
    values.put("tidegauge.postgres.admin-username", engines.postgres().adminUsername());
    values.put("tidegauge.postgres.admin-password", engines.postgres().adminPassword());
    values.put("tidegauge.processor.state-dir", state.toAbsolutePath().toString());
    ports.forEach((port, number) -> values.put(port.key(), Integer.toString(number)));
    values.putAll(further);
    return new Settings(values);
  }

  /** As arguments of a Spring application. */
  String[] asArguments() {
    return values.entrySet().stream()
        .map(value -> "--" + value.getKey() + "=" + value.getValue())
        .toArray(String[]::new);
  }

  /** As environment variables, which other users of the machine cannot read. */
  public Map<String, String> asEnvironment() {
    Map<String, String> environment = new LinkedHashMap<>();
    values.forEach((key, value) -> environment.put(variable(key), value));
    return environment;
  }

  /** Spring's rule: dots become underscores, dashes go, all in capitals. */
  private static String variable(String key) {
    return key.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
  }
}
