package io.tidegauge.loadtest.profiles;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Gatling prints, made short: a line for each of its progress reports, the summary in the end
 * as it is, and which assertions did not hold. Thread-safe.
 */
final class GatlingConsole extends OutputStream {

  private static final Pattern ELAPSED = Pattern.compile("^\\d{4}-.* (\\d+s) elapsed$");
  private static final Pattern REQUESTS =
      Pattern.compile("^> Global +\\| +([\\d,]+) \\| +([\\d,]+) \\| +([\\d,]+)$");
  private static final Pattern ASSERTION = Pattern.compile("^(.*) : (true|false) \\((.*)\\)$");
  private static final String SUMMARY = "---- Global Information";
  private static final String SUMMARY_END = "Reports generated";

  private final PrintWriter out;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final List<String> notHeld = new ArrayList<>();
  private String elapsed = "";
  private boolean summary;

  GatlingConsole(PrintWriter out) {
    this.out = out;
  }

  @Override
  public synchronized void write(int b) {
    if (b == '\n') {
      take(line.toString(StandardCharsets.UTF_8).stripTrailing());
      line.reset();
    } else {
      line.write(b);
    }
  }

  /** The assertions that did not hold, each with its figure. */
  synchronized List<String> notHeld() {
    return List.copyOf(notHeld);
  }

  private void take(String text) {
    Matcher assertion = ASSERTION.matcher(text);
    Matcher requests = REQUESTS.matcher(text);
    Matcher time = ELAPSED.matcher(text);
    if (text.startsWith(SUMMARY_END)) {
      summary = false;
    } else if (text.startsWith(SUMMARY) || summary) {
      summary = true;
      out.println(text);
    } else if (assertion.matches()) {
      String told = assertion.group(1) + " (" + assertion.group(3) + ")";
      if (assertion.group(2).equals("true")) {
        out.println("held: " + told);
      } else {
        notHeld.add(told);
      }
    } else if (time.matches()) {
      elapsed = time.group(1);
    } else if (requests.matches()) {
      out.println(
          elapsed + ": " + requests.group(1) + " requests, " + requests.group(3) + " failed");
    }
    out.flush();
  }
}
