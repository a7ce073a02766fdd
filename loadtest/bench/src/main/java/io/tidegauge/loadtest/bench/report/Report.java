package io.tidegauge.loadtest.bench.report;

import io.tidegauge.engines.EngineException;
import io.tidegauge.loadtest.bench.load.LoadException;
import io.tidegauge.loadtest.bench.measure.Machine;
import io.tidegauge.loadtest.http.CallException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** What one run of a bench command says: when and where it ran, and what came of it. */
public final class Report {

  private final CommandSpec command;
  private final ReportOptions options;
  private final Instant now = InstantSource.system().instant();
  private final Machine machine = Machine.here();
  private final double loadAverage = Machine.loadAverage();

  private Report(CommandSpec command, ReportOptions options) {
    this.command = command;
    this.options = options;
  }

  /** What a command does. */
  @FunctionalInterface
  public interface Measurement {
    /**
     * Measures, and says what came of it.
     *
     * @throws IllegalArgumentException where an option is wrong; the message says what to give
     */
    void run(Report report) throws InterruptedException, IOException;
  }

  /**
   * Runs a command that is executed; prints why it cannot be done.
   *
   * @return the command's exit code
   */
  public static int exitCode(CommandSpec command, ReportOptions options, Measurement measurement)
      throws InterruptedException {
    try {
      measurement.run(new Report(command, options));
      return ExitCode.OK;
    } catch (IllegalArgumentException e) {
      return failed(command, e, ExitCode.USAGE);
    } catch (EngineException | LoadException | CallException | IOException e) {
      return failed(command, e, ExitCode.SOFTWARE);
    }
  }

  private static int failed(CommandSpec command, Exception why, int exitCode) {
    PrintWriter err = command.commandLine().getErr();
    err.println("bench " + command.name() + ": " + why.getMessage());
    return exitCode;
  }

  /** When the command began. */
  public Instant now() {
    return now;
  }

  /** Where the command prints. */
  public PrintWriter out() {
    return command.commandLine().getOut();
  }

  /**
   * Prints what it is measured on, then what is measured.
   *
   * @return the run's directory, which is made
   */
  public Path begin(String... what) {
    PrintWriter out = out();
    out.println(machine.processor() + ", " + machine.verdict(loadAverage));
    for (String line : what) {
      out.println(line);
    }
    out.flush();
    return options.createDirectory();
  }

  /**
   * Writes the file of figures and says where it is.
   *
   * @param directory of the run, which is deleted unless it is to be kept
   * @param outcomes of each system, ours first
   */
  public void end(Path directory, List<?> outcomes) throws IOException {
    List<String> arguments = command.commandLine().getParseResult().originalArgs();
    ResultFile file =
        new ResultFile(command.name(), now.toString(), arguments, machine, loadAverage, outcomes);
    out().println("Written to " + file.write(options.results()));
    options.done(directory);
  }
}
