package io.tidegauge.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.json.JsonParserFactory;

/**
 * The keys that the services understand, from the metadata that is built with them, so that a
 * mistyped {@code --set} is refused and not ignored.
 */
final class SettingKeys {
  private static final String METADATA = "META-INF/spring-configuration-metadata.json";

  /** Spring Boot's own settings are not looked at closer. */
  private static final List<String> OF_SPRING =
      List.of("logging.", "management.", "server.", "spring.");

  /** Names by what is compared: Spring reads {@code rawRetention} as {@code raw-retention}. */
  private final Map<String, String> names = new HashMap<>();

  private SettingKeys(Set<String> keys) {
    keys.forEach(key -> names.put(comparable(key), key));
  }

  /** Those of the services on the class path. */
  static SettingKeys ofServices() {
    Set<String> keys = new TreeSet<>();
    try {
      for (URL metadata :
          Collections.list(SettingKeys.class.getClassLoader().getResources(METADATA))) {
        keys.addAll(read(metadata));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read what settings there are", e);
    }
    return new SettingKeys(keys);
  }

  private static List<String> read(URL metadata) throws IOException {
    String text;
    try (InputStream in = metadata.openStream()) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    Object properties =
        JsonParserFactory.getJsonParser().parseMap(text).getOrDefault("properties", List.of());
    return ((List<?>) properties)
        .stream()
            .map(property -> String.valueOf(((Map<?, ?>) property).get("name")))
            .filter(name -> name.startsWith("tidegauge."))
            .toList();
  }

  /**
   * Refuses a key that nothing reads.
   *
   * @throws UsageException naming the key that is most like it
   */
  void check(Set<String> keys) {
    for (String key : keys) {
      if (!known(key)) {
        throw new UsageException(
            "--set %s: there is no such setting. Did you mean %s? docs/configuration.md lists them all."
                .formatted(key, nearest(key)));
      }
    }
  }

  private boolean known(String key) {
    return OF_SPRING.stream().anyMatch(key::startsWith) || names.containsKey(comparable(key));
  }

  private String nearest(String key) {
    return names.keySet().stream()
        .min(
            Comparator.comparingInt((String name) -> distance(name, comparable(key)))
                .thenComparing(Comparator.naturalOrder()))
        .map(name -> names.getOrDefault(name, name))
        .orElse("another");
  }

  private static String comparable(String key) {
    return key.replace("-", "").toLowerCase(Locale.ROOT);
  }

  /** Levenshtein's: how many characters to add, remove or replace. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
