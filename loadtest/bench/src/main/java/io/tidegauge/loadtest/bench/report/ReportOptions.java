package io.tidegauge.loadtest.bench.report;

import io.tidegauge.engines.process.Directories;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a run keeps things; a mixin. */
public final class ReportOptions {

  @Option(
      names = "--dir",
      description =
          "a new directory for data and logs, which is deleted in the end; one beside the data"
              + " directory unless given")
  private @Nullable Path directory;

  @Option(names = "--keep", description = "do not delete data and logs in the end")
  private boolean keep;

  @Option(
      names = "--results",
      defaultValue = "loadtest/results",
      description = "folder for the file of figures; ${DEFAULT-VALUE} unless given")
  private Path results = Path.of("loadtest/results");

  /** The directory of this run, which is made. */
  public Path createDirectory() {
    return Directories.createForRun(directory, "bench");
  }

  /** Deletes a run's directory, unless it is to be kept. */
  public void done(Path created) {
    if (!keep) {
      Directories.delete(created);
    }
  }

  /** Folder for the files of figures. */
  public Path results() {
    return results;
  }
}
