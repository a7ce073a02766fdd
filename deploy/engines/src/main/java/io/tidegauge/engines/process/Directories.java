package io.tidegauge.engines.process;

import io.tidegauge.engines.EngineException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Directories of the engines. */
public final class Directories {
  private Directories() {}

  /** Creates a directory that only its owner can enter, with its parents; an existing one stays. */
  public static Path createPrivate(Path directory) {
    try {
      if (directory.getParent() != null) {
        Files.createDirectories(directory.getParent());
      }
      if (!Files.isDirectory(directory)) {
        Files.createDirectory(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      return directory;
    } catch (IOException e) {
      throw new EngineException(
          "Cannot create %s; check the disk and its permissions".formatted(directory), e);
    }
  }

  /**
   * Creates the directory of one run of a command that starts engines of its own: the one that was
   * asked for, or else a new one beside the data directory ({@code TIDEGAUGE_DATA}), named after
   * the command and the time.
   */
  public static Path createForRun(@Nullable Path asked, String command) {
    if (asked != null) {
      return createPrivate(asked.toAbsolutePath().normalize());
    }
    String data = System.getenv().getOrDefault("TIDEGAUGE_DATA", ".tidegauge/data");
    String name = Long.toString(InstantSource.system().millis(), Character.MAX_RADIX);
    return createPrivate(
        Path.of(data).resolveSibling(command).resolve(name).toAbsolutePath().normalize());
  }

  /** Deletes a directory with all that is in it; none is fine. */
  public static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try {
      Files.walkFileTree(directory, new Deleter());
    } catch (IOException e) {
      throw new EngineException("Cannot delete %s; delete it by hand".formatted(directory), e);
    }
  }

  /** A file that goes while we walk (a process still closing) is not an error. */
  private static final class Deleter extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
