package io.tidegauge.loadtest.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.loadtest.body.BodyTemplate;
import io.tidegauge.loadtest.body.SeriesLabels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

/** What goes over the wire. */
class CompressedTest {

  private static final long T0 = 1_700_000_000_000L;

  @Test
  void theRequestHasAHeadAndTheCompressedBody() throws IOException {
    LoadSpec spec = Specs.of(1000, 42);
    BodyTemplate template =
        new BodyTemplate(new SeriesLabels(spec.seriesSpec()), 70, 300, spec.seed());
    Compressed request = new Compressed("127.0.0.1", 4318, "/api/v1/write");
    for (int step = 0; step < 3; step++) {
      template.patch(T0 + step);

      request.of(template.bytes());

      assertThat(Snappy.uncompress(request.body())).isEqualTo(template.bytes());
      String head =
          new String(
              request.bytes(),
              request.start(),
              request.length() - request.bodyLength(),
              StandardCharsets.US_ASCII);
      assertThat(head)
          .startsWith("POST /api/v1/write HTTP/1.1\r\nHost: 127.0.0.1:4318\r\n")
          .endsWith("\r\nContent-Length: " + request.bodyLength() + "\r\n\r\n");
    }
  }
}
