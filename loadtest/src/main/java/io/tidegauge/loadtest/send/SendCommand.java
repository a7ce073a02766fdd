package io.tidegauge.loadtest.send;

import io.tidegauge.loadtest.http.CallException;
import io.tidegauge.loadtest.http.HttpCalls;
import io.tidegauge.loadtest.model.Kind;
import io.tidegauge.loadtest.model.LoadSample;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import reactor.core.publisher.Flux;

/** {@code tidegauge send}: sends files of samples to a gateway. */
@Command(
    name = "send",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Sends files of samples to the ingest port and waits until they are durable.",
      "CSV files have lines 'timestamp,value'; NDJSON files lines such as",
      "{\"metric\":\"load1\",\"labels\":{\"host\":\"a\"},\"ts\":1767225600000,\"value\":0.5};",
      "line protocol is sent as it is."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:everything that was sent is durable",
      "1:something was refused, or the gateway could not be reached",
      "2:wrong arguments, or a file that cannot be read"
    })
public final class SendCommand implements Callable<Integer> {

  private static final int CONCURRENT = 4;

  private final InstantSource clock;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "files to send; - is the standard input, with --format")
  private List<String> files = List.of();

  @Option(
      names = "--url",
      defaultValue = "http://localhost:4318",
      description = "the ingest port; ${DEFAULT-VALUE} unless given")
  private URI url = URI.create("http://localhost:4318");

  @Option(names = "--tenant", defaultValue = "", description = "the tenant; default unless given")
  private String tenant = "";

  @Option(names = "--format", description = "csv, ndjson or line; by the file's name unless given")
  private @Nullable Format format;

  @Option(
      names = "--metric",
      defaultValue = "",
      description = "metric name; the file's name unless given")
  private String metric = "";

  @Option(names = "--label", paramLabel = "NAME=VALUE", description = "a label; may be repeated")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(
      names = "--kind",
      defaultValue = "gauge",
      description = "gauge, counter or observation; ${DEFAULT-VALUE} unless given")
  private Kind kind = Kind.GAUGE;

  @Option(
      names = "--shift-to-now",
      description = "move each file in time so that its newest sample is now, to the minute")
  private boolean shiftToNow;

  @Option(
      names = "--shift-to",
      paramLabel = "TIME",
      description = "move each file in time so that its newest sample is at TIME (RFC 3339)")
  private @Nullable Instant shiftTo;

  @Option(
      names = "--precision",
      defaultValue = "ns",
      description = "of line protocol: ns, us, ms or s; ${DEFAULT-VALUE} unless given")
  private String precision = "ns";

  @Option(
      names = "--batch",
      defaultValue = "5000",
      description = "samples a request; ${DEFAULT-VALUE} unless given")
  private int batch = 5000;

  @Option(
      names = "--tries",
      defaultValue = "10",
      description = "how often a request is sent before giving up; ${DEFAULT-VALUE} unless given")
  private int tries = 10;

  @Spec private @Nullable CommandSpec spec;

  SendCommand(InstantSource clock) {
    this.clock = clock;
  }

  /** Runs the command and exits. */
  public static void main(String[] args) {
    System.exit(commandLine(InstantSource.system()).execute(args));
  }

  static CommandLine commandLine(InstantSource clock) {
    return new CommandLine(new SendCommand(clock)).setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Override
  public Integer call() {
    CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
    PrintWriter out = line.getOut();
    PrintWriter err = line.getErr();
    try {
      HttpCalls calls = new HttpCalls(url, tenant, tries);
      Instant now = shiftToNow ? clock.instant().truncatedTo(ChronoUnit.MINUTES) : shiftTo;
      Outcome outcome = Outcome.NONE;
      for (Input input : inputs()) {
        outcome =
            outcome.plus(
                input.format() == Format.LINE
                    ? sendLines(input, calls, err)
                    : sendSamples(input, now, calls, out, err));
      }
      return close(outcome, out, err);
    } catch (IllegalArgumentException e) {
      err.println("send: " + e.getMessage());
      return CommandLine.ExitCode.USAGE;
    } catch (NoSuchFileException e) {
      err.println("send: there is no file " + e.getFile());
      return CommandLine.ExitCode.USAGE;
    } catch (IOException e) {
      err.println("send: cannot read: " + e.getMessage());
      return CommandLine.ExitCode.USAGE;
    } catch (CallException e) {
      err.println("send: " + e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  private List<Input> inputs() throws IOException {
    if (batch < 1 || tries < 1) {
      throw new IllegalArgumentException("--batch and --tries must be 1 or more");
    }
    List<Input> inputs = new ArrayList<>();
    for (String file : files) {
      Input input = Input.of(file, format);
      if (input.format() == Format.LINE && (shiftToNow || shiftTo != null || !labels.isEmpty())) {
        throw new IllegalArgumentException(
            "line protocol is sent as it is; leave out --label and --shift-to-now for " + file);
      }
      inputs.add(input);
    }
    return inputs;
  }

  private Outcome sendSamples(
      Input input, @Nullable Instant newest, HttpCalls calls, PrintWriter out, PrintWriter err)
      throws IOException {
    ParsedFile file = input.parse(metric, labels, kind);
    List<LoadSample> samples = newest == null ? file.samples() : file.shiftedTo(newest);
    if (file.repeated() > 0) {
      err.printf(
          Locale.ROOT,
          "%s: %,d rows repeat a timestamp with another value; the first of each counts%n",
          input.name(),
          file.repeated());
    }
    Outcome outcome =
        sendAll(
            samples, sender(samples, calls)::send, new Progress(err, "samples", samples.size()));
    out.printf(
        Locale.ROOT,
        "%s: %,d samples of %,d series, %s to %s%n",
        input.name(),
        outcome.accepted(),
        samples.stream().map(LoadSample::series).distinct().count(),
        time(samples.stream().mapToLong(LoadSample::timestamp).min()),
        time(samples.stream().mapToLong(LoadSample::timestamp).max()));
    out.flush();
    return outcome;
  }

  /** Observations have the native stream only. */
  private SampleSender sender(List<LoadSample> samples, HttpCalls calls) {
    return samples.stream().anyMatch(sample -> sample.series().kind() == Kind.OBSERVATION)
        ? new NativeStreamSender(calls, "send-" + java.util.UUID.randomUUID())
        : new RemoteWriteSender(calls);
  }

  private Outcome sendLines(Input input, HttpCalls calls, PrintWriter err) throws IOException {
    List<String> lines = input.lines().stream().filter(line -> !line.isBlank()).toList();
    return sendAll(
        lines,
        new LineProtocolSender(calls, precision)::send,
        new Progress(err, "lines", lines.size()));
  }

  private <T> Outcome sendAll(
      List<T> all,
      java.util.function.Function<List<T>, reactor.core.publisher.Mono<Outcome>> sender,
      Progress progress) {
    Outcome outcome =
        Flux.fromIterable(all)
            .buffer(batch)
            .flatMapSequential(sender::apply, CONCURRENT)
            .scan(Outcome.NONE, Outcome::plus)
            .doOnNext(sum -> progress.at(sum.accepted() + sum.refused()))
            .blockLast();
    return outcome == null ? Outcome.NONE : outcome;
  }

  private static int close(Outcome outcome, PrintWriter out, PrintWriter err) {
    out.printf(Locale.ROOT, "%,d durable, %,d refused%n", outcome.accepted(), outcome.refused());
    out.flush();
    if (outcome.refused() == 0) {
      return CommandLine.ExitCode.OK;
    }
    outcome.messages().forEach(message -> err.println("send: refused: " + message));
    if (outcome.messages().stream().anyMatch(message -> message.contains("too_old"))) {
      err.println(
          "send: samples that are too old can be sent with --shift-to-now, or to an installation"
              + " with a longer tidegauge.raw-retention");
    }
    err.flush();
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static String time(java.util.OptionalLong millis) {
    return millis.isPresent() ? Instant.ofEpochMilli(millis.getAsLong()).toString() : "-";
  }
}
