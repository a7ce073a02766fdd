package io.tidegauge.engines.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/** A file that a child's runs are appended to, with what the current run wrote. Not thread-safe. */
final class RunLog {
  private static final long MAX_BYTES = 10L << 20;
  private static final int TAIL_BYTES = 16 << 10;

  private final Path file;
  private long begin;

  RunLog(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  /** From here on it is another run. */
  void begin() throws IOException {
    begin = Files.exists(file) ? Files.size(file) : 0;
  }

  /** Moves a large file aside, to {@code NAME.1}, so that runs without end do not fill the disk. */
  void makeRoom() throws IOException {
    if (Files.exists(file) && Files.size(file) > MAX_BYTES) {
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".1"),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** The last lines of the current run, of its last 16 KiB; empty when it wrote nothing. */
  String tail(int lines) throws IOException {
    if (!Files.exists(file)) {
      return "";
    }
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      long size = channel.size();
      // A file that is smaller than it was has been rolled over meanwhile.
      long from = Math.max(size < begin ? 0 : begin, size - TAIL_BYTES);
      ByteBuffer bytes = ByteBuffer.allocate((int) (size - from));
      channel.position(from);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // Until all is read.
      }
      String text = StandardCharsets.UTF_8.decode(bytes.flip()).toString().stripTrailing();
      String[] all = text.split("\n");
      int first = Math.max(0, all.length - lines);
      return String.join("\n", Arrays.asList(all).subList(first, all.length));
    }
  }
}
