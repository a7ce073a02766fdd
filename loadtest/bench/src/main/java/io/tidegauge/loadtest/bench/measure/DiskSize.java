package io.tidegauge.loadtest.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How large files are. */
public final class DiskSize {

  private DiskSize() {}

  /** Bytes of the files below a directory that are meant; 0 where there is no such directory. */
  public static long of(Path directory, Predicate<Path> meant) {
    if (!Files.isDirectory(directory)) {
      return 0;
    }
    AtomicLong bytes = new AtomicLong();
    try {
      Files.walkFileTree(directory, new Sum(meant, bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.get();
  }

  /** A file that goes while we walk (its store merges) is not an error. */
  private static final class Sum extends SimpleFileVisitor<Path> {
    private final Predicate<Path> meant;
    private final AtomicLong bytes;

    private Sum(Predicate<Path> meant, AtomicLong bytes) {
      this.meant = meant;
      this.bytes = bytes;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (meant.test(file)) {
        bytes.addAndGet(attributes.size());
      }
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
      if (failure == null || failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }
  }
}
