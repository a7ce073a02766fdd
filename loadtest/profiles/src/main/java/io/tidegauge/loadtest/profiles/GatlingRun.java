package io.tidegauge.loadtest.profiles;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Has Gatling run a profile, and says where the report is and what was not held. */
final class GatlingRun {

  /** How Gatling says that it ran, and an assertion did not hold. */
  private static final int ASSERTIONS_FAILED = 2;

  private final Path results;
  private final String name;
  private final PrintWriter out;
  private final PrintWriter err;

  /**
   * A run that has not begun.
   *
   * @param results folder for the report's folder
   * @param name of the command
   */
  GatlingRun(Path results, String name, PrintWriter out, PrintWriter err) {
    this.results = results.toAbsolutePath().normalize();
    this.name = name;
    this.out = out;
    this.err = err;
  }

  /** Runs it; the exit code. */
  int run(Profile profile) throws InterruptedException {
    out.println(profile.description());
    out.flush();
    Set<Path> before = reports();
    GatlingConsole console = new GatlingConsole(out);
    int status = run(profile, console);
    if (status != 0 && status != ASSERTIONS_FAILED) {
      err.println(name + ": Gatling could not run the load, see above");
      err.flush();
      return CommandLine.ExitCode.USAGE;
    }
    Profile.Findings findings = profile.findings();
    List<String> notHeld = new ArrayList<>(console.notHeld());
    if (status == ASSERTIONS_FAILED && notHeld.isEmpty()) {
      notHeld.add("see the assertions of the report");
    }
    notHeld.addAll(findings.notHeld());
    return tell(findings.told(), notHeld, newest(before));
  }

  /** Once in a process: Scala's console stays the one that there was at first. */
  private int run(Profile profile, GatlingConsole console) {
    NoPreferences.Factory.use();
    ProfileSimulation.give(profile);
    PrintStream before = System.out;
    System.setOut(new PrintStream(console, true, StandardCharsets.UTF_8));
    try {
      return io.gatling.app.Gatling$.MODULE$.fromArgs(
          new String[] {
            "--simulation",
            profile.simulation().getName(),
            "--results-folder",
            results.toString(),
            "--run-description",
            profile.description()
          });
    } finally {
      System.setOut(before);
    }
  }

  private int tell(List<String> told, List<String> notHeld, Path report) {
    told.forEach(out::println);
    out.println("Report: " + report.resolve("index.html"));
    out.flush();
    notHeld.forEach(line -> err.println(name + ": not held: " + line));
    err.flush();
    return notHeld.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private Path newest(Set<Path> before) {
    return reports().stream()
        .filter(report -> !before.contains(report))
        .max(Comparator.naturalOrder())
        .orElseThrow(() -> new IllegalArgumentException("there is no report in " + results));
  }

  private Set<Path> reports() {
    if (!Files.isDirectory(results)) {
      return Set.of();
    }
    try (Stream<Path> folders = Files.list(results)) {
      return folders.collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
