package io.tidegauge.loadtest.jvm;

import io.tidegauge.loadtest.http.CallException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is reachable on the heap of another Java process, told by jcmd of this JDK. Stateless. */
public final class ReachableHeap {

  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)\\s*$");

  private ReachableHeap() {}

  /**
   * Bytes that are reachable: the process collects first, and stands still meanwhile.
   *
   * @throws CallException where it cannot be told
   */
  public static long bytes(long pid) throws InterruptedException {
    Matcher total = TOTAL.matcher(histogram(pid));
    if (!total.find()) {
      throw new CallException("the histogram of the heap of process " + pid + " has no total");
    }
    return Long.parseLong(Objects.requireNonNull(total.group(1)));
  }

  private static String histogram(long pid) throws InterruptedException {
    try {
      Process jcmd =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(pid),
                  "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      if (jcmd.waitFor() != 0) {
        throw new CallException("jcmd GC.class_histogram did not work: " + output.strip());
      }
      return output;
    } catch (IOException e) {
      throw new CallException("jcmd cannot be run; is this a JDK?", e);
    }
  }
}
