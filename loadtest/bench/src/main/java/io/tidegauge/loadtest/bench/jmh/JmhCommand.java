package io.tidegauge.loadtest.bench.jmh;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidegauge bench jmh}: the hot paths alone. */
@Command(
    name = "jmh",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Microbenchmarks of the hot paths: each protocol from body to record, hashing, records; records",
      "into the processor's tables; sketches, rollups; live updates as Server-Sent Events. Of each",
      "operation, which is a sample or a series where there are many, the time, the processor time",
      "(cpu.norm, with collector and compiler: the one to look at where the machine does other work)",
      "and the bytes allocated (gc.alloc.rate.norm)."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:measured",
      "1:a benchmark failed",
      "2:wrong arguments, or no such benchmark"
    })
public final class JmhCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..1",
      defaultValue = "io.tidegauge",
      description = "a regular expression that benchmarks' names contain; all unless given")
  private String pattern = "io.tidegauge";

  @Option(
      names = "--protocol",
      description = "of the ingest benchmark (may be repeated); all unless given")
  private List<String> protocols = List.of();

  @Option(
      names = "--iterations",
      defaultValue = "5",
      description =
          "that count, of a second each, after as many that do not; ${DEFAULT-VALUE} unless given")
  private int iterations = 5;

  @Option(
      names = "--forks",
      defaultValue = "1",
      description = "processes for each benchmark; ${DEFAULT-VALUE} unless given")
  private int forks = 1;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    if (iterations < 1 || forks < 0) {
      err.println("bench jmh: --iterations is 1 or more, --forks 0 or more");
      return CommandLine.ExitCode.USAGE;
    }
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(pattern)
            .forks(forks)
            .warmupIterations(iterations)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(iterations)
            .measurementTime(TimeValue.seconds(1))
            .addProfiler(GCProfiler.class)
            .addProfiler(CpuProfiler.class)
            .jvmArgsAppend(
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow")
            .shouldFailOnError(true);
    if (!protocols.isEmpty()) {
      options.param("protocol", protocols.toArray(String[]::new));
    }
    try {
      Collection<RunResult> results = new Runner(options.build()).run();
      if (results.isEmpty()) {
        err.println("bench jmh: no benchmark's name contains '" + pattern + "'");
        return CommandLine.ExitCode.USAGE;
      }
      return CommandLine.ExitCode.OK;
    } catch (RunnerException e) {
      err.println("bench jmh: " + e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
  }
}
