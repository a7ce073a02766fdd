package io.tidegauge.cli.output;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Lines of text for a person. Not thread-safe. */
public final class TextLines {

  private final PrintWriter out;

  /** Lines to a command's output. */
  public TextLines(PrintWriter out) {
    this.out = out;
  }

  /** A writer of UTF-8 that is flushed at the end of each {@code println}. */
  public static PrintWriter writer(FileDescriptor to) {
    return new PrintWriter(
        new BufferedWriter(
            new OutputStreamWriter(new FileOutputStream(to), StandardCharsets.UTF_8)),
        true);
  }

  /** Writes a line. */
  public void line(String text) {
    out.write(text);
    out.write('\n');
  }

  /** Writes text that is no line of its own. */
  public void text(String text) {
    out.write(text);
  }

  /**
   * Passes on what has been written.
   *
   * @throws OutputClosedException where nobody reads any more
   */
  public void flush() {
    if (out.checkError()) {
      throw new OutputClosedException(new IOException("the output was closed"));
    }
  }
}
