package io.tidegauge.ingest.http.influx;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.ingest.admission.Admission;
import io.tidegauge.ingest.admission.Outcome;
import io.tidegauge.ingest.admission.Protocol;
import io.tidegauge.ingest.admission.RequestContext;
import io.tidegauge.ingest.admission.RequestSamples;
import io.tidegauge.ingest.http.Body;
import io.tidegauge.ingest.testing.Gateway;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/**
 * The decoder against the corpus of github.com/influxdata/line-protocol, which has what several
 * parsers of InfluxDB's makers accept and what they refuse.
 */
class LineProtocolCorpusIT {

  private final Gateway gateway = Gateway.shared();
  private final RequestContext context =
      new RequestContext(Gateway.tenant(), Protocol.INFLUX, "127.0.0.1");

  /** One text of the corpus. */
  private record Entry(boolean good, String precision, byte[] text) {
    @Override
    public String toString() {
      return new String(text, StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void whatIsLineProtocolIsRead() {
    List<Entry> good = entries().stream().filter(Entry::good).toList();
    assertThat(good).hasSize(255);

    assertThat(good)
        .allSatisfy(
            each -> {
              Outcome outcome =
                  Objects.requireNonNull(decode(each).finish().block(Duration.ofSeconds(30)));
              // Strings, old timestamps and too many tags are told as what they are.
              assertThat(outcome.byReason()).doesNotContainKey(RejectReason.MALFORMED);
            });
  }

  @Test
  void whatIsNoneIsRefused() {
    List<Entry> bad = entries().stream().filter(each -> !each.good()).toList();
    assertThat(bad).hasSize(6139);

    List<Entry> taken = new ArrayList<>();
    for (Entry each : bad) {
      RequestSamples samples = decode(each);
      if (samples.rejected() == 0) {
        taken.add(each);
      }
      samples.finish().subscribe();
    }

    assertThat(taken).allMatch(LineProtocolCorpusIT::isMadeToFit).hasSizeLessThanOrEqualTo(10);
  }

  /**
   * What is taken all the same: bytes of a name that are no text become underscores, as any others
   * that a metric's name cannot have; white space before a line is passed over, and so is whatever
   * a comment has; the value of a tag may have control characters.
   */
  private static boolean isMadeToFit(Entry entry) {
    for (byte each : entry.text()) {
      if (each < ' ' && each != '\n' && each != '\r') {
        return true;
      }
    }
    return false;
  }

  private RequestSamples decode(Entry entry) {
    RequestSamples samples = gateway.bean(Admission.class).begin(context);
    new LineProtocolDecoder(Precision.of(entry.precision()), gateway.now())
        .decode(new Body(entry.text(), entry.text().length), samples);
    return samples;
  }

  /** A line each: y or n, the precision, the text in base64. */
  private static List<Entry> entries() {
    try (InputStream file =
            Objects.requireNonNull(
                LineProtocolCorpusIT.class.getResourceAsStream("/corpus/line-protocol.zip"));
        ZipInputStream zip = new ZipInputStream(file)) {
      ZipEntry entry = zip.getNextEntry();
      while (entry != null && !entry.getName().equals("line-protocol.txt")) {
        entry = zip.getNextEntry();
      }
      String all = new String(zip.readAllBytes(), StandardCharsets.US_ASCII);
      return all.lines().map(LineProtocolCorpusIT::entry).toList();
    } catch (IOException e) {
      throw new AssertionError("the corpus cannot be read", e);
    }
  }

  private static Entry entry(String line) {
    String[] parts = line.split(" ", -1);
    return new Entry(parts[0].equals("y"), parts[1], Base64.getDecoder().decode(parts[2]));
  }
}
