package io.tidegauge.cli.tail;

import io.tidegauge.cli.CommandFailedException;
import io.tidegauge.cli.Commands;
import io.tidegauge.cli.ExitCodes;
import io.tidegauge.cli.api.Api;
import io.tidegauge.cli.api.ApiOptions;
import io.tidegauge.cli.api.Call;
import io.tidegauge.cli.api.Durations;
import io.tidegauge.cli.api.Windows;
import io.tidegauge.cli.output.TextLines;
import io.tidegauge.cli.sse.EventSource;
import io.tidegauge.cli.terminal.Environment;
import io.tidegauge.cli.terminal.TerminalOptions;
import io.tidegauge.cli.terminal.Times;
import io.tidegauge.contract.window.Window;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidegauge tail}: the live feed, a line for each series that changes. */
@Command(
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Follows metrics live: a line for each series that changes, with the time and value of its"
          + " newest sample, a counter's increase per second, and the course of what was seen. Ctrl-C"
          + " ends it."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tail node_load1",
      "  tail node_cpu_seconds_total --match mode:idle --server web-1 --rate 1",
      "  tail queue_depth --json --count 10 | jq .value"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:ended by --count, by --for or by Ctrl-C",
      "1:--for was over before there were --count lines",
      "2:wrong arguments",
      "3:the service cannot be reached (at first; later it is tried again)"
    })
public final class TailCommand implements Callable<Integer> {

  private final Environment environment;

  @Parameters(
      paramLabel = "METRIC",
      arity = "0..*",
      description = "these metrics; without any, what --match or --server says")
  private List<String> metrics = List.of();

  @Option(
      names = "--match",
      paramLabel = "LABEL:VALUE",
      description = "only series with this label; all must hold; LABEL: alone, those without it")
  private List<String> matches = List.of();

  @Option(names = "--server", paramLabel = "ID", description = "only series of these servers")
  private List<String> servers = List.of();

  @Option(
      names = "--window",
      paramLabel = "5m|15m|1h|24h",
      converter = Windows.class,
      description = "show what the newest window of this length has, too")
  private @Nullable Window window;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "updates a second, 0.1 to 10; 4 unless given")
  private @Nullable Double rate;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "end after this time, such as 10s or 5m")
  private @Nullable Duration time;

  @Option(names = "--count", paramLabel = "LINES", description = "end after so many lines")
  private @Nullable Long count;

  @Mixin private ApiOptions address = new ApiOptions();
  @Mixin private TerminalOptions output = new TerminalOptions();
  @Spec private @Nullable CommandSpec spec;

  TailCommand(Environment environment) {
    this.environment = environment;
  }

  /** Runs the command and exits. */
  public static void main(String[] args) {
    Environment environment = Environment.system();
    CommandLine line = Commands.inUtf8(commandLine(environment));
    System.exit(environment.interrupt().guard(() -> line.execute(args)));
  }

  static CommandLine commandLine(Environment environment) {
    return Commands.commandLine("tail", new TailCommand(environment));
  }

  @Override
  public Integer call() throws InterruptedException {
    check();
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    TextLines out = new TextLines(line.getOut());
    PrintWriter err = line.getErr();
    SeriesPrinter printer =
        output.json()
            ? new JsonPrinter(out)
            : new LinePrinter(
                out, output.terminal(environment), new Times(environment.zone()), window != null);
    Window shown = window == null ? Window.M5 : window;
    long lines = count == null ? Long.MAX_VALUE : count;
    Tail tail =
        new Tail(
            shown.label(),
            lines,
            printer,
            environment.interrupt(),
            notice -> {
              err.println("tail: " + notice);
              err.flush();
            });
    Long deadline = time == null ? null : System.nanoTime() + nanos(time);
    try (Api api = address.connect();
        EventSource feed = new EventSource(api, call(shown))) {
      tail.follow(feed, deadline);
    }
    return count != null && tail.printed() < count ? ExitCodes.BAD : ExitCodes.OK;
  }

  private static long nanos(Duration time) {
    return Math.min(TimeUnit.NANOSECONDS.convert(time), Long.MAX_VALUE / 2);
  }

  private void check() {
    if (metrics.isEmpty() && matches.isEmpty() && servers.isEmpty()) {
      throw new CommandFailedException(
          "name a metric, such as 'tail node_load1', or give --match or --server; 'query' without"
              + " a metric lists them");
    }
    if (count != null && count < 1) {
      throw new CommandFailedException("--count is " + count + ", give 1 or more");
    }
  }

  private Call call(Window shown) {
    Call call =
        Call.to("live", "stream")
            .withEach("metric", metrics)
            .withEach("match", matches)
            .withEach("server", servers)
            .with("window", shown.label());
    return rate == null ? call : call.with("maxRate", rate.toString());
  }
}
