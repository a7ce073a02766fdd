package io.tidegauge.loadtest.audit;

import io.tidegauge.loadtest.generate.Generator;
import io.tidegauge.loadtest.generate.GeneratorSpec;
import io.tidegauge.loadtest.http.Addresses;
import io.tidegauge.loadtest.http.CallException;
import io.tidegauge.loadtest.http.HttpCalls;
import io.tidegauge.loadtest.model.LoadSample;
import io.tidegauge.loadtest.oracle.Oracle;
import io.tidegauge.loadtest.send.NativeStreamSender;
import io.tidegauge.loadtest.send.Outcome;
import io.tidegauge.loadtest.send.RemoteWriteSender;
import io.tidegauge.loadtest.send.SampleSender;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code tidegauge audit}: sends a generated load as a tenant of its own and compares all windows
 * of all series with the oracle.
 */
@Command(
    name = "audit",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = "Sends a generated load and compares every window with the right answer.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:every window is right",
      "1:a window is wrong, or something was refused",
      "2:wrong arguments, or a server that cannot be reached"
    })
public final class AuditCommand implements Callable<Integer> {

  private final InstantSource clock;

  @Mixin private final Addresses addresses = new Addresses();

  @Option(names = "--tenant", defaultValue = "", description = "the tenant; a new one unless given")
  private String tenant = "";

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "of all that is random; ${DEFAULT-VALUE} unless given")
  private long seed = 1;

  @Option(
      names = "--gauges",
      defaultValue = "50",
      description = "gauge series; ${DEFAULT-VALUE} unless given")
  private int gauges = 50;

  @Option(
      names = "--counters",
      defaultValue = "50",
      description = "counter series; ${DEFAULT-VALUE} unless given")
  private int counters = 50;

  @Option(
      names = "--hosts",
      defaultValue = "10",
      description = "values of the label host; ${DEFAULT-VALUE} unless given")
  private int hosts = 10;

  @Option(
      names = "--observations",
      defaultValue = "0",
      description = "observation series, with --protocol stream; ${DEFAULT-VALUE} unless given")
  private int observations;

  @Option(
      names = "--protocol",
      defaultValue = "remote-write",
      description = "remote-write or stream; ${DEFAULT-VALUE} unless given")
  private String protocol = "remote-write";

  @Option(
      names = "--duration",
      defaultValue = "PT30M",
      description = "event time that is covered, up to now; ${DEFAULT-VALUE} unless given")
  private Duration duration = Duration.ofMinutes(30);

  @Option(
      names = "--interval",
      defaultValue = "PT10S",
      description = "between two samples of a series; ${DEFAULT-VALUE} unless given")
  private Duration interval = Duration.ofSeconds(10);

  @Option(
      names = "--out-of-order",
      defaultValue = "0.05",
      description = "share of samples up to a minute late; ${DEFAULT-VALUE} unless given")
  private double outOfOrder = 0.05;

  @Option(
      names = "--late",
      defaultValue = "0.02",
      description = "share of samples up to four minutes late; ${DEFAULT-VALUE} unless given")
  private double late = 0.02;

  @Option(
      names = "--duplicates",
      defaultValue = "0.03",
      description = "share of samples that are sent twice; ${DEFAULT-VALUE} unless given")
  private double duplicates = 0.03;

  @Option(
      names = "--nan",
      defaultValue = "0.005",
      description = "share of gauges' samples that are NaN; ${DEFAULT-VALUE} unless given")
  private double nan = 0.005;

  @Option(
      names = "--batch",
      defaultValue = "2000",
      description = "samples a request; ${DEFAULT-VALUE} unless given")
  private int batch = 2000;

  @Option(
      names = "--wait",
      defaultValue = "PT2M",
      description = "how long the answer may take to be right; ${DEFAULT-VALUE} unless given")
  private Duration patience = Duration.ofMinutes(2);

  @Spec private @Nullable CommandSpec spec;

  AuditCommand(InstantSource clock) {
    this.clock = clock;
  }

  /** Runs the command and exits. */
  public static void main(String[] args) {
    System.exit(commandLine(InstantSource.system()).execute(args));
  }

  static CommandLine commandLine(InstantSource clock) {
    return new CommandLine(new AuditCommand(clock));
  }

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      String as = tenant.isEmpty() ? "audit-" + Long.toString(clock.millis(), 36) : tenant;
      Instant now = clock.instant();
      Oracle oracle = new Oracle();
      Outcome outcome = send(new Generator(load(now)), oracle, as);
      if (outcome.refused() > 0) {
        err.println("audit: refused: " + outcome.messages());
        return CommandLine.ExitCode.SOFTWARE;
      }
      out.printf(
          Locale.ROOT,
          "%,d samples of %,d series sent as tenant %s%n",
          outcome.accepted(),
          oracle.series().size(),
          as);
      return compare(oracle, new HttpCalls(addresses.query(), as, 5), now, out, err);
    } catch (CallException | IllegalArgumentException e) {
      err.println("audit: " + e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
  }

  private GeneratorSpec load(Instant now) {
    return new GeneratorSpec(
        seed,
        "audit",
        gauges,
        counters,
        observations,
        hosts,
        now.minus(duration),
        duration,
        interval,
        outOfOrder,
        late,
        Duration.ofMinutes(4),
        duplicates,
        0.5,
        0.01,
        nan);
  }

  /** One request after the other, so that the order of arrival is the order of the load. */
  private Outcome send(Generator generator, Oracle oracle, String as) {
    HttpCalls calls = new HttpCalls(addresses.ingest(), as, 20);
    SampleSender sender =
        switch (protocol) {
          case "remote-write" -> new RemoteWriteSender(calls);
          case "stream" -> new NativeStreamSender(calls, as);
          default ->
              throw new IllegalArgumentException(
                  "--protocol is '" + protocol + "', give remote-write or stream");
        };
    if (observations > 0 && !protocol.equals("stream")) {
      throw new IllegalArgumentException(
          "Remote-Write has no observations; give --protocol stream with --observations");
    }
    Outcome outcome = Outcome.NONE;
    while (generator.hasNext()) {
      List<LoadSample> samples = generator.nextBatch(batch);
      outcome = outcome.plus(Objects.requireNonNull(sender.send(samples).block()));
      samples.forEach(oracle::accept);
    }
    return outcome;
  }

  private int compare(
      Oracle oracle, HttpCalls query, Instant now, PrintWriter out, PrintWriter err) {
    long from = now.minus(duration).minus(Duration.ofDays(1)).toEpochMilli();
    long to = now.plus(Duration.ofDays(1)).toEpochMilli();
    long giveUp = System.nanoTime() + patience.toNanos();
    Comparison comparison = Comparison.of(oracle, query, from, to, false);
    while (!comparison.differences().isEmpty() && System.nanoTime() < giveUp) {
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
      comparison = Comparison.of(oracle, query, from, to, false);
    }
    comparison.differences().forEach(difference -> err.println("audit: " + difference));
    boolean right = comparison.differences().isEmpty();
    out.printf(
        Locale.ROOT,
        "%,d windows compared: %s%n",
        comparison.compared(),
        right ? "all right" : "not all right");
    return right ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }
}
