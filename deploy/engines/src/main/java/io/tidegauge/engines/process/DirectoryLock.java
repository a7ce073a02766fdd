package io.tidegauge.engines.process;

import io.tidegauge.engines.EngineException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps two sets of engines out of one data directory. The kernel drops it with the process. */
public final class DirectoryLock implements AutoCloseable {
  private static final String FILE = "engines.lock";

  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws EngineException when another process, or this one, holds it
   */
  public static DirectoryLock acquire(Path directory) {
    DirectoryLock lock = tryAcquire(directory);
    if (lock == null) {
      throw new EngineException(
          "Data directory %s is in use by another Tidegauge. Stop that one, or choose another directory with --data DIR."
              .formatted(directory));
    }
    return lock;
  }

  /** Takes the lock, or gives null when somebody holds it. */
  public static @Nullable DirectoryLock tryAcquire(Path directory) {
    try {
      Files.createDirectories(directory);
      FileChannel channel =
          FileChannel.open(
              directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = lockOrNull(channel);
      if (lock == null) {
        channel.close();
        return null;
      }
      return new DirectoryLock(channel);
    } catch (IOException e) {
      throw new EngineException(
          "Cannot lock data directory %s; check that it is writable".formatted(directory), e);
    }
  }

  /** Whether a directory was ever locked, and so belongs to engines. */
  public static boolean existsIn(Path directory) {
    return Files.exists(directory.resolve(FILE));
  }

  private static @Nullable FileLock lockOrNull(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new EngineException("Cannot release the lock of a data directory", e);
    }
  }
}
