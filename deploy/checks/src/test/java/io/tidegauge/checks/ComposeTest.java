package io.tidegauge.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The compose file: sound YAML whose every setting a service knows. */
class ComposeTest {

  private static final Set<String> SERVICES = Set.of("ingest", "processor", "query-api");
  private static final Set<String> ENGINES = Set.of("kafka", "clickhouse", "redis", "postgres");

  private final Map<String, Map<String, Object>> services = services();

  @Test
  void theServicesAndTheFourEnginesAreThere() {
    assertThat(services.keySet())
        .containsAll(SERVICES)
        .containsAll(ENGINES)
        .hasSize(SERVICES.size() + ENGINES.size());
  }

  @Test
  void everySettingIsAConfigurationKey() {
    Set<String> known = ConfigurationKeys.allVariables();
    known.add("JDK_JAVA_OPTIONS"); // read by the java command
    for (String service : SERVICES) {
      assertThat(map(service, "environment").keySet())
          .as(service)
          .isNotEmpty()
          .allSatisfy(name -> assertThat(known).contains(String.valueOf(name)));
    }
  }

  @Test
  void enginesArePinned() {
    for (String engine : ENGINES) {
      assertThat(String.valueOf(service(engine).get("image")))
          .as(engine)
          .matches(".+:\\d+(\\.\\d+)*(-\\w+)?");
    }
  }

  @Test
  void everythingHasAHealthCheckAndListensOnLoopbackOnly() {
    services.forEach(
        (name, service) -> {
          assertThat(map(name, "healthcheck")).as(name).containsKeys("test", "interval", "retries");
          assertThat((List<?>) service.get("ports"))
              .as(name)
              .isNotEmpty()
              .allSatisfy(port -> assertThat(String.valueOf(port)).startsWith("127.0.0.1:"));
        });
  }

  @Test
  void servicesAreConfinedAndBuiltFromTheirModule() {
    for (String name : SERVICES) {
      Map<String, Object> service = service(name);
      assertThat(service.get("read_only")).as(name).isEqualTo(true);
      assertThat(service.get("cap_drop")).as(name).isEqualTo(List.of("ALL"));
      Map<String, Object> build = map(name, "build");
      assertThat(Repository.path(String.valueOf(build.get("dockerfile")))).exists();
      assertThat(build.get("args")).isEqualTo(Map.of("MODULE", name));
      assertThat(Repository.path(name + "/pom.xml")).exists();
      map(name, "depends_on")
          .forEach(
              (engine, condition) -> {
                assertThat(ENGINES).contains(String.valueOf(engine));
                assertThat(condition).isEqualTo(Map.of("condition", "service_healthy"));
              });
    }
  }

  @Test
  void theImageDoesNotRunAsRootAndHasNoBuildTools() {
    String dockerfile = Repository.text("deploy/compose/Dockerfile");

    assertThat(dockerfile.lines().filter(line -> line.startsWith("FROM ")))
        .hasSize(3)
        .last()
        .asString()
        .contains("25-jre");
    assertThat(dockerfile).containsPattern("\nUSER [1-9]\\d+\n");
    for (String module : SERVICES) {
      assertThat(Repository.text(module + "/pom.xml"))
          .as("the Dockerfile takes %s/target/*-exec.jar", module)
          .contains("<classifier>exec</classifier>");
    }
  }

  @Test
  void passwordsComeFromTheEnvironmentFile() {
    String compose = Repository.text("deploy/compose/compose.yaml");
    String environment = Repository.text("deploy/compose/.env");
    java.util.regex.Matcher variable =
        java.util.regex.Pattern.compile("\\$\\{(\\w+)").matcher(compose);
    int found = 0;
    while (variable.find()) {
      assertThat(environment).contains(variable.group(1) + "=");
      found++;
    }
    assertThat(found).isPositive();
  }

  private Map<String, Object> service(String name) {
    return java.util.Objects.requireNonNull(services.get(name));
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> map(String name, String key) {
    return (Map<String, Object>) java.util.Objects.requireNonNull(service(name).get(key));
  }

  private static Map<String, Map<String, Object>> services() {
    Map<String, Map<String, Map<String, Object>>> compose =
        new Yaml().load(Repository.text("deploy/compose/compose.yaml"));
    return java.util.Objects.requireNonNull(compose.get("services"));
  }
}
