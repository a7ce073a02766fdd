package io.tidegauge.engines.process;

import io.tidegauge.engines.EngineException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps two sets of engines out of one data directory. The kernel drops it with the process, and
 * when the process closes any channel of the lock file, whichever it locked through (see {@link
 * FileLock}): so the file of a lock that this process holds is not opened a second time.
 */
public final class DirectoryLock implements AutoCloseable {
  private static final String FILE = "engines.lock";
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel channel;

  private DirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
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
      Path real = Files.createDirectories(directory).toRealPath();
      if (!HELD_HERE.add(real)) {
        return null;
      }
      DirectoryLock lock = null;
      try {
        lock = lockOrNull(real);
        return lock;
      } finally {
        if (lock == null) {
          HELD_HERE.remove(real);
        }
      }
    } catch (IOException e) {
      throw new EngineException(
          "Cannot lock data directory %s; check that it is writable".formatted(directory), e);
    }
  }

  /** Whether a directory was ever locked, and so belongs to engines. */
  public static boolean existsIn(Path directory) {
    return Files.exists(directory.resolve(FILE));
  }

  private static @Nullable DirectoryLock lockOrNull(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      channel.close();
      return null;
    }
    return new DirectoryLock(directory, channel);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new EngineException("Cannot release the lock of a data directory", e);
    } finally {
      HELD_HERE.remove(directory);
    }
  }
}
