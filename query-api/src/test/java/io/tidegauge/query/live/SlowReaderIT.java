package io.tidegauge.query.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidegauge.contract.live.LiveSeries;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.sse.SseEvent;
import io.tidegauge.contract.sse.SseParser;
import io.tidegauge.query.support.Api;
import io.tidegauge.query.support.Harness;
import io.tidegauge.query.support.Samples;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A subscriber over HTTP/1.1 that does not read for a while. */
class SlowReaderIT {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String TENANT = "slow-reader";
  private static final long T = 1_800_000_000_000L;
  private static final int SERIES = 40;
  private static final int UPDATES = 30;

  /**
   * What waits for it: in the system, a frame that was being written, and one that tells the rest.
   */
  private static final int WAITING = 400 << 10;

  private final Harness harness = Harness.get();

  private void write(int number) {
    harness
        .live()
        .write(
            TENANT,
            number,
            T + number,
            IntStream.range(0, SERIES)
                .mapToObj(i -> Labels.of("load", "host", "h-" + i, "text", "x".repeat(1_000)))
                .map(labels -> Samples.gauge(TENANT, labels, number, T + number, number))
                .toArray(LiveSeries[]::new));
  }

  @Test
  void isToldTheNewestOnceItReadsAndNotAllThatWas() throws IOException, InterruptedException {
    write(1);
    Api api = harness.api(TENANT);
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions() // the state may still be read
        .until(() -> api.get("/api/v1/live").path("series").size() == SERIES);
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(8 << 10);
      socket.connect(new InetSocketAddress("127.0.0.1", harness.port()));
      socket.setSoTimeout(20_000);
      Chunks chunks = new Chunks(socket);
      chunks.readUntil(1);
      int before = chunks.bytes;

      for (int number = 2; number <= UPDATES; number++) {
        write(number);
        TimeUnit.MILLISECONDS.sleep(110); // so that each could be an update of its own
      }
      chunks.readUntil(UPDATES);

      assertThat(chunks.bytes - before).isLessThan(WAITING);
      assertThat(chunks.bytes - before)
          .as("or it would not have been slow")
          .isLessThan(UPDATES * SERIES * 1_000);
      assertThat(chunks.frames.getLast().path("lag").asDouble()).isGreaterThan(0.5);
      assertThat(chunks.frames.getLast().path("series").size()).isEqualTo(SERIES);
      write(UPDATES + 1);
      chunks.readUntil(UPDATES + 1);
      assertThat(chunks.frames.getLast().has("lag")).isFalse();
    }
  }

  /** Reads a body in chunks (RFC 9112, section 7.1), strictly. */
  private static final class Chunks {
    final List<JsonNode> frames = new ArrayList<>();
    int bytes;
    private final DataInputStream in;
    private final SseParser parser = new SseParser("", this::event, retry -> {});

    Chunks(Socket socket) throws IOException {
      socket
          .getOutputStream()
          .write(
              ("GET /api/v1/live/stream?maxRate=10&metric=load HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                      + "Accept: text/event-stream\r\nX-Scope-OrgID: "
                      + TENANT
                      + "\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      in = new DataInputStream(socket.getInputStream());
      String line = line();
      assertThat(line).startsWith("HTTP/1.1 200");
      boolean chunked = false;
      while (!line.isEmpty()) {
        line = line();
        chunked |= line.equalsIgnoreCase("transfer-encoding: chunked");
      }
      assertThat(chunked).isTrue();
    }

    private void event(SseEvent event) {
      frames.add(JSON.readTree(event.data()));
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
        line.append((char) c);
      }
      assertThat(line.toString()).endsWith("\r");
      return line.substring(0, line.length() - 1);
    }

    /** Until a frame has shown all series with a value. */
    void readUntil(int value) throws IOException {
      while (frames.isEmpty()
          || frames.getLast().at("/series/0/value").asInt(0) != value
          || frames.getLast().path("series").size() < SERIES) {
        byte[] chunk = in.readNBytes(Integer.parseInt(line(), 16));
        bytes += chunk.length;
        assertThat(line()).isEmpty();
        parser.accept(chunk);
      }
    }
  }
}
