package io.tidegauge.processor.topology;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What tells this process from others and stays the same when it restarts, so that a restart takes
 * its old place in the group at once and fences its own unfinished transaction. Kafka Streams makes
 * a new process id at every start where no store is persistent, so this one is kept in a file of
 * the state directory; a lock on it keeps a second process from taking the same.
 */
final class InstanceId implements AutoCloseable {

  private final String value;
  private final @Nullable FileChannel lockHolder;

  private InstanceId(String value, @Nullable FileChannel lockHolder) {
    this.value = value;
    this.lockHolder = lockHolder;
  }

  /** The configured one, or the directory's. */
  static InstanceId of(String configured, Path directory) {
    if (!configured.isBlank()) {
      return new InstanceId(configured, null);
    }
    try {
      Files.createDirectories(directory);
      FileChannel channel =
          FileChannel.open(
              directory.resolve("instance.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      if (!lock(channel)) {
        channel.close();
        throw new IllegalStateException(
            directory.toAbsolutePath()
                + " is in use by another processor; set tidegauge.processor.state-dir to a"
                + " directory of its own, or tidegauge.processor.instance-id");
      }
      return new InstanceId(read(directory.resolve("instance-id")), channel);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot use "
              + directory.toAbsolutePath()
              + "; set tidegauge.processor.state-dir to a directory that can be written to",
          e);
    }
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // held by this JVM
    }
  }

  private static String read(Path file) throws IOException {
    if (Files.exists(file)) {
      String known = Files.readString(file, StandardCharsets.UTF_8).strip();
      if (!known.isEmpty()) {
        return known;
      }
    }
    String fresh = UUID.randomUUID().toString();
    Files.writeString(file, fresh, StandardCharsets.UTF_8);
    return fresh;
  }

  String value() {
    return value;
  }

  @Override
  public void close() {
    if (lockHolder != null) {
      try {
        lockHolder.close();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot release the lock of the state directory", e);
      }
    }
  }
}
