package io.tidegauge.query.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.query.live.FuzzingClient.Result;
import io.tidegauge.query.support.Harness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * WebSockets against Autobahn's cases ({@code tidegauge autobahn}). Most cases expect to be sent
 * back what they send, which the live feed does not do: all of them run against {@link EchoRoute},
 * which has the feed's own WebSockets, and those that expect no echo against the feed as well.
 */
@EnabledIfSystemProperty(
    named = "trials",
    matches = "true",
    disabledReason = "takes minutes and 45 MB of Python: -Dtrials=true")
class AutobahnIT {

  private static final Path REPORTS = Path.of("target", "autobahn");
  private static final int CASES = 300;
  private static final int WITHOUT_ECHO = 100;
  private static final int TOO_BIG = 1009;
  private static final List<String> ALL_BUT_LARGE =
      List.of("1.*", "2.*", "3.*", "4.*", "5.*", "6.*", "7.*");

  /** A message of theirs has 256 KiB to 16 MiB; the largest that is read here has 64. */
  private static final Pattern TOO_LARGE = Pattern.compile("9\\.([12]\\.[2-6]|[3-6]\\..)");

  private static int port;

  @BeforeAll
  static void start() {
    // No case expects a ping.
    port = Harness.port(Harness.get().another(Map.of("tidegauge.query.live.heartbeat", "5m")));
  }

  @Test
  void allCasesPassBehindTheFeedsOwnWebSockets() throws IOException, InterruptedException {
    Map<String, Result> results = run(EchoRoute.PATH, "echo", List.of("*"), each -> true);

    assertThat(results).hasSizeGreaterThan(CASES);
    assertThat(failed(results)).isEmpty();
    assertThat(results.values()).filteredOn(AutobahnIT::isTooLarge).isNotEmpty();
  }

  @Test
  void theLiveFeedPassesTheCasesThatExpectNoEcho() throws IOException, InterruptedException {
    Map<String, Result> results =
        run("/api/v1/live/ws", "live", ALL_BUT_LARGE, each -> !each.expectsEcho());

    assertThat(results).hasSizeGreaterThan(WITHOUT_ECHO);
    assertThat(failed(results)).isEmpty();
  }

  /** Those that did not pass a second time: Autobahn waits for a second, and machines are busy. */
  private static Map<String, Result> run(
      String path, String name, List<String> cases, Predicate<Result> counted)
      throws IOException, InterruptedException {
    String url = "ws://127.0.0.1:" + port + path;
    Map<String, Result> results = new TreeMap<>();
    List<Result> all = FuzzingClient.run(url, REPORTS.resolve(name), cases);
    all.stream().filter(counted).forEach(result -> results.put(result.id(), result));
    List<String> again =
        results.values().stream().filter(each -> !isRight(each)).map(Result::id).toList();
    System.out.println(
        "autobahn, %s: %d cases, of %d that ran, %s"
            .formatted(path, results.size(), all.size(), counts(results)));
    if (!again.isEmpty() && again.size() < results.size() / 2) {
      for (Result result : FuzzingClient.run(url, REPORTS.resolve(name + "-again"), again)) {
        results.put(result.id(), result);
      }
      System.out.println("autobahn, again " + again + ": " + counts(results));
    }
    return results;
  }

  private static Map<String, Long> counts(Map<String, Result> results) {
    return results.values().stream()
        .collect(
            Collectors.groupingBy(
                each ->
                    isTooLarge(each)
                        ? "closed with " + each.closeCode()
                        : each.passed() ? each.behavior() : each.behavior() + "/" + each.close(),
                TreeMap::new,
                Collectors.counting()));
  }

  private static boolean isTooLarge(Result result) {
    return TOO_LARGE.matcher(result.id()).matches();
  }

  private static boolean isRight(Result result) {
    return isTooLarge(result)
        ? result.closeCode() != null && result.closeCode() == TOO_BIG
        : result.passed();
  }

  private static List<String> failed(Map<String, Result> results) {
    return results.values().stream().filter(each -> !isRight(each)).map(Result::words).toList();
  }
}
