package io.tidegauge.loadtest.profiles;

import io.tidegauge.loadtest.http.CallException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all profiles have in common on the command line. */
@Command(
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:every threshold was held",
      "1:one was not; a line says which",
      "2:wrong arguments, or the load could not run"
    })
abstract class ProfileCommand implements Callable<Integer> {

  @Mixin private final Target target = new Target();

  @Option(
      names = "--limit",
      description =
          "what the p95 of the profile's answers may be, ms; ${DEFAULT-VALUE} unless given")
  private int limit = 200;

  @Spec private @Nullable CommandSpec spec;

  /**
   * What is to run.
   *
   * @throws IllegalArgumentException where the options are none, with what to give
   */
  abstract Profile profile();

  /** What is loaded. */
  final Target target() {
    return target;
  }

  /** The threshold of the p95, ms. */
  final int limit() {
    return limit;
  }

  @Override
  public final Integer call() {
    CommandSpec own = Objects.requireNonNull(spec);
    PrintWriter out = own.commandLine().getOut();
    PrintWriter err = own.commandLine().getErr();
    String name = own.qualifiedName();
    try {
      target.check();
      Range.check("--limit", limit, 1, 60_000);
      Profile profile = profile();
      profile.prepare(out);
      return new GatlingRun(target.results().resolve(own.name()), name, out, err).run(profile);
    } catch (IllegalArgumentException | CallException e) {
      err.println(name + ": " + e.getMessage());
      err.flush();
      return CommandLine.ExitCode.USAGE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CommandLine.ExitCode.USAGE;
    }
  }

  /** Minutes as an option has them. */
  static Duration minutes(double minutes, double most) {
    if (!(minutes >= 0.05 && minutes <= most)) {
      throw new IllegalArgumentException(
          "--minutes is " + minutes + ", give 0.05 to " + (int) most);
    }
    return Duration.ofMillis(Math.round(minutes * 60_000));
  }
}
