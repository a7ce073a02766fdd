package io.tidegauge.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The kustomize base as {@code kubectl kustomize} renders it. */
class KubernetesTest {

  private static final Set<String> STATEFUL =
      Set.of("kafka", "clickhouse", "redis", "postgres", "processor");
  private static final Set<String> STATELESS = Set.of("ingest", "query-api");

  private static final String CLICKHOUSE_PASSWORD = "TIDEGAUGE_CLICKHOUSE_PASSWORD";
  private static final String POSTGRES_PASSWORD = "TIDEGAUGE_POSTGRES_PASSWORD";
  private static final String POSTGRES_ADMIN = "TIDEGAUGE_POSTGRES_ADMINPASSWORD";

  /** What each may know; who is not here knows nothing. */
  private static final Map<String, Set<String>> SECRETS =
      Map.of(
          "processor", Set.of(CLICKHOUSE_PASSWORD),
          "query-api", Set.of(CLICKHOUSE_PASSWORD, POSTGRES_PASSWORD, POSTGRES_ADMIN),
          "clickhouse", Set.of(CLICKHOUSE_PASSWORD),
          "postgres", Set.of(POSTGRES_PASSWORD, POSTGRES_ADMIN));

  private static final List<Map<String, Object>> OBJECTS = new ArrayList<>();

  @BeforeAll
  static void render() throws IOException, InterruptedException {
    assumeTrue(
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl"))),
        "kubectl is not installed (Debian: apt-get install kubernetes-client)");
    Process kubectl =
        new ProcessBuilder(
                "kubectl", "kustomize", Repository.path("deploy/kubernetes/base").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String yaml = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(kubectl.waitFor()).isZero();
    OBJECTS.clear();
    new Yaml().loadAll(yaml).forEach(object -> OBJECTS.add(asMap(object)));
  }

  @Test
  void enginesAndProcessorKeepStateAndTheOthersDoNot() {
    assertThat(byName("StatefulSet").keySet()).isEqualTo(STATEFUL);
    assertThat(byName("Deployment").keySet()).isEqualTo(STATELESS);
    assertThat(byName("Service").keySet()).containsAll(STATEFUL).containsAll(STATELESS);
    assertThat(byName("PodDisruptionBudget").keySet()).containsAll(STATEFUL).containsAll(STATELESS);
    for (String name : STATEFUL) {
      assertThat(get(byName("StatefulSet").get(name), "spec", "volumeClaimTemplates")).isNotNull();
    }
  }

  @Test
  void everyContainerHasProbesResourcesAndIsConfined() {
    workloads()
        .forEach(
            (name, workload) -> {
              Object pod = get(workload, "spec", "template", "spec");
              assertThat(get(pod, "securityContext", "runAsNonRoot")).as(name).isEqualTo(true);
              assertThat(get(pod, "automountServiceAccountToken")).as(name).isEqualTo(false);
              for (Object container : (List<?>) get(pod, "containers")) {
                assertThat(asMap(container))
                    .as(name)
                    .containsKeys("startupProbe", "readinessProbe", "livenessProbe");
                assertThat(asMap(get(container, "resources", "requests")))
                    .as(name)
                    .containsKeys("cpu", "memory");
                assertThat(asMap(get(container, "resources", "limits"))).containsKey("memory");
                Object security = get(container, "securityContext");
                assertThat(get(security, "readOnlyRootFilesystem")).as(name).isEqualTo(true);
                assertThat(get(security, "allowPrivilegeEscalation")).as(name).isEqualTo(false);
                assertThat(get(security, "capabilities", "drop")).isEqualTo(List.of("ALL"));
                assertThat(String.valueOf(get(container, "image")))
                    .as(name)
                    .matches(".+:\\d+(\\.\\d+)*(-\\w+)?");
              }
            });
  }

  @Test
  void everyPodKnowsTheSecretsThatItNeedsAndNoOther() {
    Object secret = byName("Secret").firstEntry().getValue();
    String secretName = byName("Secret").firstKey();
    assertThat(byName("Secret")).hasSize(1);
    workloads()
        .forEach(
            (name, workload) -> {
              Object pod = get(workload, "spec", "template", "spec");
              Set<Object> keys = new HashSet<>();
              for (Object container : (List<?>) get(pod, "containers")) {
                for (Object variable : list(container, "env")) {
                  Object source = asMap(variable).getOrDefault("valueFrom", Map.of());
                  if (asMap(source).containsKey("secretKeyRef")) {
                    Object reference = get(source, "secretKeyRef");
                    assertThat(get(reference, "name")).as(name).isEqualTo(secretName);
                    keys.add(get(reference, "key"));
                  }
                }
                assertThat(list(container, "envFrom"))
                    .as(name)
                    .noneMatch(source -> asMap(source).containsKey("secretRef"));
              }
              assertThat(list(pod, "volumes"))
                  .as(name)
                  .noneMatch(volume -> asMap(volume).containsKey("secret"));
              assertThat(keys).as(name).isEqualTo(SECRETS.getOrDefault(name, Set.of()));
              assertThat(asMap(get(secret, "data")).keySet()).as(name).containsAll(texts(keys));
            });
  }

  private static List<String> texts(Set<Object> values) {
    return values.stream().map(String::valueOf).toList();
  }

  /** A list by its key; empty where there is none. */
  private static List<?> list(Object object, String key) {
    return (List<?>) asMap(object).getOrDefault(key, List.of());
  }

  @Test
  void everyBudgetAndServiceSelectsItsPods() {
    for (String kind : List.of("Service", "PodDisruptionBudget")) {
      byName(kind)
          .forEach(
              (name, object) -> {
                Object labels =
                    get(workloads().get(name), "spec", "template", "metadata", "labels");
                Object selector = get(object, "spec", "selector");
                Object wanted = kind.equals("Service") ? selector : get(selector, "matchLabels");
                assertThat(asMap(labels)).as(kind + " " + name).containsAllEntriesOf(asMap(wanted));
              });
    }
  }

  @Test
  void everySettingIsAConfigurationKey() {
    Set<String> known = ConfigurationKeys.allVariables();
    Set<String> used = new TreeSet<>();
    for (String kind : List.of("ConfigMap", "Secret")) {
      byName(kind)
          .forEach(
              (name, object) ->
                  asMap(get(object, "data"))
                      .keySet()
                      .forEach(key -> used.add(String.valueOf(key))));
    }
    used.removeIf(key -> key.contains(".sh"));

    assertThat(used).contains("TIDEGAUGE_KAFKA_BOOTSTRAPSERVERS");
    assertThat(known).containsAll(used);
  }

  @Test
  void theRoleScriptIsTheOneOfTheComposeFile() {
    assertThat(Repository.text("deploy/kubernetes/base/postgres-role.sh"))
        .isEqualTo(Repository.text("deploy/compose/postgres-role.sh"));
  }

  private static TreeMap<String, Object> workloads() {
    TreeMap<String, Object> all = new TreeMap<>(byName("StatefulSet"));
    all.putAll(byName("Deployment"));
    return all;
  }

  private static TreeMap<String, Object> byName(String kind) {
    TreeMap<String, Object> found = new TreeMap<>();
    for (Map<String, Object> object : OBJECTS) {
      if (kind.equals(object.get("kind"))) {
        found.put(String.valueOf(get(object, "metadata", "name")), object);
      }
    }
    return found;
  }

  /** A value by its path; fails where there is none. */
  private static Object get(@org.jspecify.annotations.Nullable Object object, String... path) {
    Object value = java.util.Objects.requireNonNull(object);
    for (String key : path) {
      Object next = asMap(value).get(key);
      assertThat(next).as("%s of %s", key, value).isNotNull();
      value = java.util.Objects.requireNonNull(next);
    }
    return value;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> asMap(Object object) {
    return (Map<String, Object>) object;
  }
}
