package io.tidegauge.checks;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The configuration keys of the services: from the metadata that Spring Boot's processor writes
 * beside the classes, and the environment variables that the services' YAML files name themselves.
 */
final class ConfigurationKeys {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern VARIABLE =
      Pattern.compile("(\\S+): \\$\\{(TIDEGAUGE_\\w+):([^}]*)}");
  private static final Map<String, String> SERVICES =
      Map.of(
          "ingest", "ingest/src/main/resources/ingest.yml",
          "processor", "processor/src/main/resources/processor.yml",
          "query-api", "query-api/src/main/resources/query.yml");

  /** One key; {@code defaultValue} is empty where there is none. */
  record Key(
      String name,
      String type,
      String defaultValue,
      String description,
      SortedSet<String> services) {

    /** Spring's rule: dots become underscores, dashes go, all in capitals. */
    String variable() {
      return name.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
    }
  }

  private ConfigurationKeys() {}

  /** All keys that begin with tidegauge, sorted by name. */
  static Collection<Key> all() {
    TreeMap<String, Key> keys = new TreeMap<>();
    for (URL url : metadata()) {
      for (JsonNode property : read(url).path("properties")) {
        String name = property.path("name").asString();
        if (name.startsWith("tidegauge.")) {
          Key key =
              new Key(
                  name,
                  simple(property.path("type").asString()),
                  text(property.path("defaultValue")),
                  property.path("description").asString(""),
                  new TreeSet<>(List.of(service(url))));
          keys.merge(
              name,
              key,
              (a, b) -> {
                TreeSet<String> services = new TreeSet<>(a.services());
                services.addAll(b.services());
                String value =
                    a.defaultValue().equals(b.defaultValue())
                        ? a.defaultValue()
                        : a.defaultValue() + " or " + b.defaultValue();
                return new Key(name, a.type(), value, a.description(), services);
              });
        }
      }
    }
    return keys.values();
  }

  /** Environment variables that the YAML files name, with the key they stand for and a default. */
  static List<Key> variables() {
    List<Key> variables = new ArrayList<>();
    SERVICES.forEach(
        (service, file) -> {
          Matcher matcher = VARIABLE.matcher(Repository.text(file));
          while (matcher.find()) {
            variables.add(
                new Key(
                    matcher.group(2),
                    "",
                    matcher.group(3),
                    matcher.group(1),
                    new TreeSet<>(List.of(service))));
          }
        });
    variables.sort(java.util.Comparator.comparing(Key::name));
    return variables;
  }

  /** Every environment variable that a service understands. */
  static SortedSet<String> allVariables() {
    TreeSet<String> names = new TreeSet<>();
    all().forEach(key -> names.add(key.variable()));
    variables().forEach(key -> names.add(key.name()));
    return names;
  }

  /** The YAML files of the services. */
  static Collection<String> files() {
    return SERVICES.values();
  }

  private static List<URL> metadata() {
    try {
      return Collections.list(
          ConfigurationKeys.class
              .getClassLoader()
              .getResources("META-INF/spring-configuration-metadata.json"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static JsonNode read(URL url) {
    try (InputStream in = url.openStream()) {
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String service(URL url) {
    return SERVICES.keySet().stream()
        .filter(service -> url.toString().contains("/" + service + "/target/"))
        .findFirst()
        .orElse("");
  }

  private static String simple(String type) {
    return type.replaceAll("[\\w.]*\\.", "").replace('$', '.');
  }

  private static String text(JsonNode value) {
    return value.isArray()
        ? String.join(", ", value.valueStream().map(JsonNode::asString).toList())
        : value.asString("");
  }
}
