package io.tidegauge.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tidegauge.ingest.testing.Gateway;
import io.tidegauge.ingest.testing.PatientRoute;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The gateway's HTTP/2 against h2spec (github.com/summerwind/h2spec): no case fails but those that
 * Netty leaves out of its own run of it (its module testsuite-http2).
 */
class H2SpecIT {

  private static final String ARCHIVE = "/h2spec/2.2.0/h2spec_linux_amd64.tar.gz";
  private static final int CASES = 140;

  private static final Set<String> LEFT_OUT_BY_NETTY =
      Set.of(
          "4.2: Sends a dynamic table size update at the end of header block",
          "5.1: idle: Sends a DATA frame",
          "5.1: half closed (remote): Sends a HEADERS frame",
          "5.1: closed: Sends a HEADERS frame",
          "5.1.1: Sends stream identifier that is numerically smaller than previous",
          "8.1.2.2: Sends a HEADERS frame that contains the connection-specific header field",
          "8.1.2.2: Sends a HEADERS frame that contains the TE header field with any value other"
              + " than \"trailers\"",
          "8.1.2.3: Sends a HEADERS frame with empty \":path\" pseudo-header field",
          "8.1.2.3: Sends a HEADERS frame that omits \":method\" pseudo-header field",
          "8.1.2.3: Sends a HEADERS frame that omits \":scheme\" pseudo-header field",
          "8.1.2.3: Sends a HEADERS frame that omits \":path\" pseudo-header field",
          "8.1.2.3: Sends a HEADERS frame with duplicated \":method\" pseudo-header field",
          "8.1.2.3: Sends a HEADERS frame with duplicated \":scheme\" pseudo-header field",
          "8.1.2.6: Sends a HEADERS frame with the \"content-length\" header field which does not"
              + " equal the DATA frame payload length",
          "8.1.2.6: Sends a HEADERS frame with the \"content-length\" header field which does not"
              + " equal the sum of the multiple DATA frames payload length");

  @Test
  void noCaseFailsButThoseThatNettyLeavesOut(@TempDir Path directory)
      throws IOException, InterruptedException, ParserConfigurationException, SAXException {
    assumeThat(System.getProperty("os.name") + " " + System.getProperty("os.arch"))
        .as("h2spec's binary is for Linux on x86-64")
        .isEqualTo("Linux amd64");
    Path report = directory.resolve("report.xml");

    // Without the pause, which would keep out who breaks its connections for good reason.
    try (Gateway gateway = Gateway.start(Map.of("tidegauge.ingest.guard.pause", "0s"))) {
      run(
          directory,
          unpack(directory).toString(),
          "--port",
          Integer.toString(gateway.port()),
          "--path",
          PatientRoute.PATH,
          "--timeout",
          "2",
          "--junit-report",
          report.toString());
    }

    NodeList cases =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(report.toFile())
            .getElementsByTagName("testcase");
    List<String> failed = new ArrayList<>();
    for (int i = 0; i < cases.getLength(); i++) {
      if (cases.item(i) instanceof Element each && isFailed(each)) {
        failed.add(section(each.getAttribute("package")) + ": " + each.getAttribute("classname"));
      }
    }
    System.out.println("h2spec: " + cases.getLength() + " cases, failed: " + failed);
    assertThat(cases.getLength()).isGreaterThan(CASES);
    assertThat(failed).isSubsetOf(LEFT_OUT_BY_NETTY);
  }

  private static boolean isFailed(Element each) {
    return each.getElementsByTagName("failure").getLength() > 0
        || each.getElementsByTagName("error").getLength() > 0;
  }

  private static String section(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private static Path unpack(Path directory) throws IOException, InterruptedException {
    Path archive = directory.resolve("h2spec.tar.gz");
    try (InputStream in =
        Objects.requireNonNull(H2SpecIT.class.getResourceAsStream(ARCHIVE), ARCHIVE)) {
      Files.copy(in, archive);
    }
    assertThat(run(directory, "tar", "xzf", archive.toString())).isZero();
    return directory.resolve("h2spec");
  }

  private static int run(Path directory, String... command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("out.txt").toFile())
            .start();
    try {
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("%s ends", command[0]).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }
}
