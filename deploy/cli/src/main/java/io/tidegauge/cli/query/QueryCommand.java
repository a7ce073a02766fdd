package io.tidegauge.cli.query;

import io.tidegauge.cli.CommandFailedException;
import io.tidegauge.cli.Commands;
import io.tidegauge.cli.ExitCodes;
import io.tidegauge.cli.api.Api;
import io.tidegauge.cli.api.ApiOptions;
import io.tidegauge.cli.api.Call;
import io.tidegauge.cli.api.Windows;
import io.tidegauge.cli.output.TextLines;
import io.tidegauge.cli.terminal.Environment;
import io.tidegauge.cli.terminal.TerminalOptions;
import io.tidegauge.cli.terminal.Times;
import io.tidegauge.contract.window.Window;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code tidegauge query}: rollups of a metric. */
@Command(
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "The rollups of a metric, a row for each series: the course over the windows, the least, the"
          + " greatest and the last. Without a METRIC it lists the metrics."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  query node_load1 --from -6h",
      "  query http_requests_total --agg rate --by code",
      "  query response_seconds --window 1h --from -7d --agg avg,p95,p99.9 --points",
      "  query queue_depth --json | jq '.series[].points[-1].max'"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:answered",
      "1:there is nothing (--fail-if-empty)",
      "2:wrong arguments",
      "3:the service cannot be reached, or cannot answer now"
    })
public final class QueryCommand implements Callable<Integer> {

  private final Environment environment;

  @Parameters(paramLabel = "METRIC", arity = "0..1", description = "the metric's name")
  private @Nullable String metric;

  @Option(
      names = "--window",
      paramLabel = "5m|15m|1h|24h",
      converter = Windows.class,
      description = "length of the windows; 5m unless given")
  private Window window = Window.M5;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "first window: " + TimeArgument.FORMS + "; an hour before --to unless given")
  private @Nullable String from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "where to end, exclusive; the window that is open now is the last unless given")
  private @Nullable String to;

  @Option(
      names = "--agg",
      paramLabel = "NAME",
      split = ",",
      description =
          "avg, min, max, sum, count, first, last, increase, rate, stddev, p0 to p100 (p99.9 too);"
              + " avg unless given, a counter's rate")
  private List<String> measures = List.of();

  @Option(
      names = "--by",
      paramLabel = "LABEL",
      split = ",",
      description = "merge the series by these labels; '' merges all")
  private @Nullable List<String> by;

  @Option(
      names = "--match",
      paramLabel = "LABEL:VALUE",
      description = "only series with this label; all must hold; LABEL: alone, those without it")
  private List<String> matches = List.of();

  @Option(names = "--points", description = "list the windows; those that are open are marked")
  private boolean points;

  @Option(names = "--fail-if-empty", description = "exit code 1 where there is nothing")
  private boolean failIfEmpty;

  @Mixin private ApiOptions address = new ApiOptions();
  @Mixin private TerminalOptions output = new TerminalOptions();
  @Spec private @Nullable CommandSpec spec;

  QueryCommand(Environment environment) {
    this.environment = environment;
  }

  /** Runs the command and exits. */
  public static void main(String[] args) {
    System.exit(Commands.inUtf8(commandLine(Environment.system())).execute(args));
  }

  static CommandLine commandLine(Environment environment) {
    return Commands.commandLine("query", new QueryCommand(environment));
  }

  @Override
  public Integer call() {
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    TextLines out = new TextLines(line.getOut());
    try (Api api = address.connect()) {
      boolean found = metric == null ? list(api, out) : rollups(api, metric, out, line.getErr());
      out.flush();
      return found || !failIfEmpty ? ExitCodes.OK : ExitCodes.BAD;
    }
  }

  private boolean list(Api api, TextLines out) {
    if (output.json()) {
      ObjectNode answer = api.json(Call.to("metrics"));
      out.line(answer.toString());
      return !answer.path("metrics").isEmpty();
    }
    List<Metric> metrics = Metric.all(api, "");
    if (metrics.isEmpty()) {
      out.line("no metrics yet; README.md shows how to send the first sample");
    } else {
      MetricList.print(metrics, output.terminal(environment), out);
    }
    return !metrics.isEmpty();
  }

  private boolean rollups(Api api, String name, TextLines out, PrintWriter err) {
    if (output.json()) {
      ObjectNode answer = api.json(call(name, measures));
      out.line(answer.toString());
      return !Answer.of(name, answer).series().isEmpty();
    }
    Metric known = Metric.find(api, name);
    List<String> asked = measures.isEmpty() ? known.measures() : measures;
    Answer answer = Answer.of(name, api.json(call(name, asked)));
    if (answer.series().isEmpty()) {
      err.println("query: " + nothing(api, known));
      err.flush();
      return false;
    }
    QueryPrinter printer =
        new QueryPrinter(
            known, window, asked, new Times(environment.zone()), output.terminal(environment), out);
    if (points) {
      printer.points(answer);
    } else {
      printer.summary(answer);
    }
    return true;
  }

  private Call call(String name, List<String> asked) {
    Instant now = environment.clock().instant();
    Call call =
        Call.to("rollups")
            .with("metric", name)
            .with("window", window.label())
            .withEach("match", matches);
    if (from != null) {
      call = call.with("from", time("--from", from, now));
    }
    if (to != null) {
      call = call.with("to", time("--to", to, now));
    }
    if (!asked.isEmpty()) {
      call = call.with("agg", String.join(",", asked));
    }
    return by == null ? call : call.with("by", String.join(",", by));
  }

  private String time(String option, String text, Instant now) {
    return TimeArgument.parse(option, text, now, environment.zone()).toString();
  }

  private static String nothing(Api api, Metric metric) {
    if (!Double.isNaN(metric.series())) {
      return "'"
          + metric.name()
          + "' has nothing there; give an earlier --from, a longer --window or another --match";
    }
    try {
      List<String> like = MetricList.like(metric.name(), Metric.all(api, ""));
      return "there is no metric '"
          + metric.name()
          + "'"
          + (like.isEmpty()
              ? "; 'query' alone lists all"
              : "; is it one of these: " + String.join(", ", like));
    } catch (CommandFailedException e) {
      return "there is nothing of '" + metric.name() + "'";
    }
  }
}
