package io.tidegauge.acceptance;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every {@code sh} block of the README, in its order, as it stands: only the ports are those of the
 * product that is tested. What sends runs once and must work; what reads is tried again, because
 * what was sent is there moments later.
 */
class ReadmeIT {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What a block that contains the key prints; a block without an entry must print something. */
  private static final Map<String, String> SAYS =
      new TreeMap<>(
          Map.ofEntries(
              entry("4318/v1/stream", "\"ack\":1,\"accepted\":1,\"refused\":0"),
              entry("./tidegauge send", "2 durable, 0 refused"),
              entry("api/v1/live?metric=queue_depth", "\"value\":7"),
              entry("api/v1/live/stream", "event: snapshot"),
              entry("api/v1/metrics", "queue_depth"),
              entry("agg=count,avg,max,p95", "\"count\":1"),
              entry("text/csv", "queue_depth,"),
              entry("actuator/health", "\"status\":\"UP\""),
              entry("actuator/prometheus", "tidegauge_ingest"),
              entry("./tidegauge audit", "all right"),
              entry("./tidegauge servers", "healthy"),
              entry("./tidegauge query", "queue_depth{host=\"demo\"}")));

  private final Product product = Product.shared();

  @TestFactory
  Stream<DynamicTest> everyBlockRuns() throws IOException {
    assumeTrue(Program.exists("curl"), "curl is not installed");
    List<String> blocks = blocks();
    assertThat(blocks).hasSizeGreaterThan(8);
    assertThat(SAYS.keySet())
        .allSatisfy(key -> assertThat(blocks).anyMatch(block -> block.contains(key)));
    return Stream.iterate(0, i -> i < blocks.size(), i -> i + 1)
        .map(i -> DynamicTest.dynamicTest(name(i, blocks.get(i)), () -> run(i, blocks.get(i))));
  }

  private void run(int number, String block) {
    if (onlyReads(block)) {
      Await.until(PATIENCE, () -> runOnce(number, block));
    } else {
      runOnce(number, block);
    }
  }

  private static boolean onlyReads(String block) {
    return Stream.of("localhost:8080", "/actuator/", "./tidegauge servers", "./tidegauge query")
        .anyMatch(block::contains);
  }

  private void runOnce(int number, String block) {
    try (Program bash =
        Program.start(
            Product.root(),
            Product.output("readme-" + number + ".log"),
            List.of("bash", "-euo", "pipefail", "-c", withPorts(block)))) {
      int exit = bash.await(180);
      String output = bash.output();
      assertThat(exit).as(output).isZero();
      says(block).ifPresent(text -> assertThat(output).contains(text));
    }
  }

  private static Optional<String> says(String block) {
    return SAYS.entrySet().stream()
        .filter(entry -> block.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private String withPorts(String block) {
    String ported =
        block
            .replace("localhost:4318", product.ingest().getAuthority())
            .replace("localhost:8080", product.query().getAuthority())
            .replace("localhost:8081", product.processor().getAuthority())
            .replace("./tidegauge servers", "./tidegauge servers --url=" + product.query())
            .replace("./tidegauge query", "./tidegauge query --url=" + product.query())
            .replace("./tidegauge send", "./tidegauge send --url=" + product.ingest())
            .replace(
                "./tidegauge audit",
                "./tidegauge audit --ingest-url="
                    + product.ingest()
                    + " --query-url="
                    + product.query());
    assertThat(ported).doesNotContain("localhost:");
    return ported;
  }

  private static String name(int number, String block) {
    return number + ": " + block.lines().findFirst().orElse("");
  }

  private static List<String> blocks() throws IOException {
    Matcher matcher = BLOCK.matcher(Files.readString(Product.root().resolve("README.md")));
    return matcher.results().map(found -> found.group(1)).toList();
  }
}
