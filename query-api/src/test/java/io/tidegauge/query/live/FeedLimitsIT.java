package io.tidegauge.query.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LONG;
import static org.awaitility.Awaitility.await;

import io.tidegauge.contract.live.LiveSeries;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.sse.SseEvent;
import io.tidegauge.contract.sse.SseParser;
import io.tidegauge.query.support.Api;
import io.tidegauge.query.support.Harness;
import io.tidegauge.query.support.Samples;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** What becomes of subscribers where there are too many of them, or nobody is there any more. */
class FeedLimitsIT {

  private static final String TENANT = "feed-limits";
  private static final long T = 1_800_000_000_000L;

  /** Enough that what follows has to wait, and not so many that they alone are too many. */
  private static final int UNREAD_REPLIES = 240;

  private static final int PING = 9;
  private static final int CLOSE = 8;
  private static final int COMPRESSED = 0x40;

  private static int port;

  @BeforeAll
  static void start() {
    ConfigurableApplicationContext node =
        Harness.get()
            .another(
                Map.of(
                    "tidegauge.query.live.subscribers", "1",
                    "tidegauge.query.live.heartbeat", "300ms"));
    port = Harness.port(node);
    Api api = new Api(port, TENANT);
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions() // it is not ready yet
        .until(() -> api.get("/api/v1/live").has("position"));
  }

  private static WebSocket open(String... headers) throws IOException {
    return open(port, TENANT, headers);
  }

  private static WebSocket open(int to, String tenant, String... headers) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(8 << 10);
    socket.connect(new InetSocketAddress("127.0.0.1", to));
    socket.setSoTimeout(20_000);
    String request =
        "GET /api/v1/live/ws HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\n"
            + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nX-Scope-OrgID: "
            + tenant
            + "\r\n"
            + String.join("", headers)
            + "\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    DataInputStream in = new DataInputStream(socket.getInputStream());
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    return new WebSocket(socket, in, head.toString());
  }

  /** A connection that does nothing by itself. */
  private record WebSocket(Socket socket, DataInputStream in, String head)
      implements AutoCloseable {

    record Received(int first, byte[] payload) {
      int opcode() {
        return first & 0x0f;
      }
    }

    void send(int opcode, byte[] payload) throws IOException {
      ByteArrayOutputStream frame = new ByteArrayOutputStream();
      frame.write(0x80 | opcode);
      if (payload.length < 126) {
        frame.write(0x80 | payload.length);
      } else {
        frame.write(0x80 | 127);
        frame.writeBytes(new byte[4]);
        frame.writeBytes(
            new byte[] {
              (byte) (payload.length >> 24),
              (byte) (payload.length >> 16),
              (byte) (payload.length >> 8),
              (byte) payload.length
            });
      }
      frame.writeBytes(new byte[4]);
      frame.writeBytes(payload);
      socket.getOutputStream().write(frame.toByteArray());
    }

    void ask(String operation, String id) throws IOException {
      String text = "{\"op\":\"" + operation + "\",\"id\":\"" + id + "\"}";
      send(1, text.getBytes(StandardCharsets.UTF_8));
    }

    Received next() throws IOException {
      int first = in.readUnsignedByte();
      int length = in.readUnsignedByte();
      return new Received(first, in.readNBytes(length == 126 ? in.readUnsignedShort() : length));
    }

    /** The code of the close frame, whatever comes before it. */
    int closeCode() throws IOException {
      Received received = next();
      while (received.opcode() != CLOSE) {
        received = next();
      }
      return (received.payload()[0] & 0xff) << 8 | received.payload()[1] & 0xff;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void anEventSourceThatCannotBeServedIsToldToComeBack() throws IOException {
    Api api = new Api(port, TENANT);
    try (WebSocket taken = open()) {
      taken.send(1, "{\"op\":\"subscribe\",\"id\":\"a\"}".getBytes(StandardCharsets.UTF_8));
      WebSocket.Received first = taken.next();
      while (first.opcode() == PING) {
        first = taken.next();
      }

      ResponseEntity<String> browser =
          api.exchange(HttpMethod.GET, "/api/v1/live/stream", MediaType.TEXT_EVENT_STREAM);
      assertThat(browser.getStatusCode().value()).isEqualTo(200);
      List<SseEvent> events = new ArrayList<>();
      List<Long> retries = new ArrayList<>();
      new SseParser("p1", events::add, retries::add)
          .accept(Objects.requireNonNull(browser.getBody()).getBytes(StandardCharsets.UTF_8));
      assertThat(retries).singleElement(LONG).isBetween(2_000L, 8_000L);
      SseEvent told = events.getFirst();
      assertThat(events).hasSize(1);
      assertThat(told.type()).isEqualTo("unavailable");
      assertThat(told.data()).contains("too-many-subscribers");
      assertThat(told.lastEventId()).as("what it comes back with").isEqualTo("p1");
      ResponseEntity<String> other =
          api.exchange(HttpMethod.GET, "/api/v1/live/stream", MediaType.ALL);
      assertThat(other.getStatusCode().value()).isEqualTo(503);
      assertThat(other.getHeaders().getFirst("Retry-After")).isEqualTo("1");
    }
  }

  @Test
  void whoAnswersNoPingIsGone() throws IOException {
    try (WebSocket silent = open()) {
      assertThat(silent.next().opcode()).isEqualTo(PING);
      assertThat(silent.closeCode()).isEqualTo(1008);
      assertThat(silent.in().read()).isEqualTo(-1);
    }
  }

  @Test
  void whoAsksForMoreAndMoreAndReadsNothingIsGivenUp() throws IOException {
    Harness harness = Harness.get();
    String tenant = "feed-limits-greedy";
    LiveSeries[] many =
        IntStream.range(0, 400)
            .mapToObj(i -> Labels.of("load", "host", "h-" + i, "text", "x".repeat(1_000)))
            .map(labels -> Samples.gauge(tenant, labels, 1, T, 1))
            .toArray(LiveSeries[]::new);
    harness.live().write(tenant, 1, T, many);
    Api api = harness.api(tenant);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> api.get("/api/v1/live").path("series").size() == many.length);

    try (WebSocket greedy = open(harness.port(), tenant)) {
      greedy.ask("subscribe", "big");
      greedy.in().readUnsignedByte(); // the snapshot has begun, and nothing more of it is taken
      for (int i = 0; i < UNREAD_REPLIES; i++) {
        greedy.send(1, "{".getBytes(StandardCharsets.UTF_8));
      }
      assertThatThrownBy(
              () -> {
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
                while (System.nanoTime() < end) {
                  greedy.ask("subscribe", "more");
                  greedy.ask("unsubscribe", "more");
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void binaryAndTooLargeMessagesCloseTheConnectionWithTheirCode() throws IOException {
    try (WebSocket binary = open();
        WebSocket large = open()) {
      binary.send(2, new byte[] {1});
      assertThat(binary.closeCode()).isEqualTo(1003);
      large.send(1, new byte[WebSockets.MESSAGE + 1]);
      assertThat(large.closeCode()).isEqualTo(1009);
    }
  }

  /** All of it is on its way when the first bytes say that it is too large. */
  @Test
  void whoSendsMuchTooMuchIsToldSo() throws IOException {
    try (WebSocket large = open()) {
      large.send(1, new byte[64 * WebSockets.MESSAGE]);
      assertThat(large.closeCode()).isEqualTo(1009);
      assertThat(large.in().read()).isEqualTo(-1);
    }
  }

  @Test
  void aReservedBitWithoutAMeaningClosesTheConnectionWithItsCode() throws IOException {
    byte[] text = "{".getBytes(StandardCharsets.UTF_8);
    try (WebSocket plain = open();
        WebSocket deflated = open("Sec-WebSocket-Extensions: permessage-deflate\r\n");
        WebSocket ping = open()) {
      plain.send(COMPRESSED | 1, text);
      assertThat(plain.closeCode()).isEqualTo(1002);
      deflated.send(COMPRESSED >> 1 | 1, text);
      assertThat(deflated.closeCode()).isEqualTo(1002);
      ping.send(COMPRESSED >> 2 | PING, new byte[0]);
      assertThat(ping.closeCode()).isEqualTo(1002);
    }
  }

  @Test
  void textThatIsNoUtf8ClosesTheConnectionWithItsCode() throws IOException {
    try (WebSocket socket = open()) {
      socket.send(1, new byte[] {'"', (byte) 0xff, '"'});
      assertThat(socket.closeCode()).isEqualTo(1007);
    }
  }

  @Test
  void messagesAreDeflatedWhereTheClientOffersIt() throws IOException, DataFormatException {
    try (WebSocket socket = open("Sec-WebSocket-Extensions: permessage-deflate\r\n")) {
      assertThat(socket.head()).containsIgnoringCase("permessage-deflate");
      socket.send(1, "{".getBytes(StandardCharsets.UTF_8));
      WebSocket.Received received = socket.next();
      while (received.opcode() == PING) {
        received = socket.next();
      }
      assertThat(received.first() & COMPRESSED).isNotZero();
      Inflater inflater = new Inflater(true);
      inflater.setInput(received.payload());
      byte[] text = new byte[2_000];
      int length = inflater.inflate(text);
      inflater.end();
      assertThat(new String(text, 0, length, StandardCharsets.UTF_8)).contains("This is not JSON");
    }
  }
}
