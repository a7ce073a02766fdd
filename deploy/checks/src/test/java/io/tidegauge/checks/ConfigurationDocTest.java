package io.tidegauge.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * docs/configuration.md is what the code says. To write it anew: {@code ./tidegauge test -pl
 * deploy/checks -am -Dupdate.docs=true}.
 */
class ConfigurationDocTest {

  private static final String FILE = "docs/configuration.md";

  @Test
  void theDocumentIsWhatTheCodeSays() throws IOException {
    String document = document();
    if (Boolean.getBoolean("update.docs")) {
      Files.writeString(Repository.path(FILE), document);
    }

    assertThat(Repository.text(FILE))
        .as("write it anew: ./tidegauge test -pl deploy/checks -am -Dupdate.docs=true")
        .isEqualTo(document);
  }

  @Test
  void everyKeyIsDescribed() {
    assertThat(ConfigurationKeys.all()).hasSizeGreaterThan(20);
    assertThat(ConfigurationKeys.all())
        .filteredOn(key -> key.description().isBlank())
        .as("keys without a @param in the Javadoc of their record")
        .isEmpty();
  }

  @Test
  void noFileHasDefaultsOfItsOwn() {
    for (String file : ConfigurationKeys.files()) {
      assertThat(Repository.text(file))
          .as("%s: the code has the default, and the document says it", file)
          .doesNotContainPattern("(?m)^tidegauge[.:]");
    }
  }

  private static String document() {
    return """
        # Configuration

        Generated from the services' `@ConfigurationProperties`; `ConfigurationDocTest` fails where it differs.

        A key is given as an argument (`--tidegauge.partitions=8`; to `./tidegauge up` with `--set tidegauge.partitions=8`), or
        as an environment variable: dots become underscores, dashes go, all in capitals
        (`tidegauge.kafka.bootstrap-servers` is `TIDEGAUGE_KAFKA_BOOTSTRAPSERVERS`). Durations are written as `500ms`,
        `10s`, `5m`, `7d`, sizes as `64KB`, `32MB`.

        | key | default | services | meaning |
        |---|---|---|---|
        %s

        ## Addresses and ports

        | environment variable | default | service | sets |
        |---|---|---|---|
        %s
        """
        .formatted(
            ConfigurationKeys.all().stream()
                .map(
                    key ->
                        "| `%s` | %s | %s | %s |"
                            .formatted(
                                key.name(),
                                code(key.defaultValue()),
                                String.join(", ", key.services()),
                                cell(key.description())))
                .collect(Collectors.joining("\n")),
            ConfigurationKeys.variables().stream()
                .map(
                    key ->
                        "| `%s` | %s | %s | `server.%s` |"
                            .formatted(
                                key.name(),
                                code(key.defaultValue()),
                                String.join(", ", key.services()),
                                key.description()))
                .collect(Collectors.joining("\n")));
  }

  private static String code(String text) {
    return text.isEmpty() ? "" : "`" + text + "`";
  }

  private static String cell(String text) {
    return text.replaceAll("\\s+", " ")
        .replaceAll("\\{@(?:code|link) ([^}]*)}", "`$1`")
        .replace("|", "\\|");
  }
}
