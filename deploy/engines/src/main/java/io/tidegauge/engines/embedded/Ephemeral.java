package io.tidegauge.engines.embedded;

import io.tidegauge.engines.EngineException;
import io.tidegauge.engines.process.Directories;
import io.tidegauge.engines.process.DirectoryLock;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Data directories that go when their engines are closed. */
final class Ephemeral {
  private static final String PREFIX = "tidegauge-engines-";

  private Ephemeral() {}

  /** A new one; those of killed runs, which nobody locks any more, are deleted first. */
  static Path create() {
    try {
      Path parent = Path.of(System.getProperty("java.io.tmpdir"));
      try (DirectoryStream<Path> others = Files.newDirectoryStream(parent, PREFIX + "*")) {
        for (Path other : others) {
          deleteIfAbandoned(other);
        }
      }
      return Files.createTempDirectory(PREFIX);
    } catch (IOException e) {
      throw new EngineException("Cannot create a temporary directory; check the disk", e);
    }
  }

  /** One without a lock file is just being created by somebody else. */
  private static void deleteIfAbandoned(Path directory) {
    if (!Files.isWritable(directory) || !DirectoryLock.existsIn(directory)) {
      return;
    }
    DirectoryLock lock = DirectoryLock.tryAcquire(directory);
    if (lock != null) {
      try (lock) {
        Directories.delete(directory);
      }
    }
  }
}
