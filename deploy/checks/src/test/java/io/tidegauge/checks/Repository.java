package io.tidegauge.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of the repository. */
final class Repository {

  /** Tests run in deploy/checks. */
  static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

  private Repository() {}

  static Path path(String relative) {
    return ROOT.resolve(relative);
  }

  static String text(String relative) {
    try {
      return Files.readString(path(relative));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
