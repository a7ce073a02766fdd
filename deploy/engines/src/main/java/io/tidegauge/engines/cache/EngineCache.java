package io.tidegauge.engines.cache;

import io.tidegauge.engines.EngineException;
import io.tidegauge.engines.process.Directories;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Binaries of the engines, each version in a folder of its own that appears all at once or not at
 * all. Safe for several threads and processes: one fills a folder, the others wait for it.
 */
public final class EngineCache {
  /** File locks belong to the process; these are for its threads, one for each folder. */
  private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final Path directory;

  public EngineCache(Path directory) {
    this.directory = directory;
  }

  /** Fills a folder. */
  @FunctionalInterface
  public interface Filler {
    /** Puts the files into this empty folder. */
    void fill(Path folder) throws IOException, InterruptedException;
  }

  /**
   * The folder of one version of one engine, filled if it is not there yet.
   *
   * @param name engine and version, for example {@code redis-6.2.11}
   */
  public Path folder(String name, Filler filler) {
    Path folder = directory.resolve(name);
    if (Files.isDirectory(folder)) {
      return folder;
    }
    ReentrantLock threads = THREADS.computeIfAbsent(folder, any -> new ReentrantLock());
    threads.lock();
    try {
      Files.createDirectories(directory);
      try (FileChannel channel =
              FileChannel.open(
                  directory.resolve(name + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (lock.isValid() && !Files.isDirectory(folder)) {
          fill(folder, filler);
        }
      }
      return folder;
    } catch (IOException e) {
      throw new EngineException(
          "Cannot prepare %s in %s (%s); check that the disk has room, or set TIDEGAUGE_CACHE to another directory"
              .formatted(name, directory, e.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException("Interrupted while preparing " + name, e);
    } finally {
      threads.unlock();
    }
  }

  private static void fill(Path folder, Filler filler) throws IOException, InterruptedException {
    Path unfinished = folder.resolveSibling(folder.getFileName() + ".unfinished");
    Directories.delete(unfinished);
    Files.createDirectories(unfinished);
    filler.fill(unfinished);
    Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
  }
}
