package io.tidegauge.query.guard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.query.support.Harness;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** The guard is in front of the query API, and lets WebSockets be. */
class GuardIT {

  private static final byte HEADERS = 1;
  private static final byte RST_STREAM = 3;
  private static final int END_OF_ALL = 5;

  private final Harness harness = Harness.get();

  @Test
  void aMalformedRequestOverHttp2IsResetAndTheConnectionGoesOn() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", harness.port())) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1));
      out.write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0}); // SETTINGS
      out.write(request(1, "/a b"));
      assertThat(answer(socket, 1)).isEqualTo(RST_STREAM);
      out.write(request(3, "/actuator/health/liveness"));
      assertThat(answer(socket, 3)).isEqualTo(HEADERS);
    }
  }

  @Test
  void aHeadThatDoesNotComeIsCutOffAndAWebSocketIsNot() throws IOException {
    ConfigurableApplicationContext node =
        harness.another(Map.of("tidegauge.query.guard.head-timeout", "500ms"));
    try (Socket slow = new Socket("127.0.0.1", Harness.port(node));
        var socket = io.tidegauge.query.support.Socket.open(Harness.port(node), "guard")) {
      slow.getOutputStream().write("GET /actuator/health HTTP/1.1\r\n".getBytes(ISO_8859_1));
      await().atMost(Duration.ofSeconds(10)).until(() -> cuts(node, "slow_head") == 1);
      assertThat(slow.getInputStream().read()).isEqualTo(-1);
      // It came before, and has been quiet since longer.
      for (int i = 0; i < 10; i++) {
        socket.send("{\"op\": \"unsubscribe\", \"id\": \"none\"}");
        assertThat(socket.next("none").path("event").asString()).isEqualTo("error");
        await().pollDelay(Duration.ofMillis(100)).until(() -> true);
      }
      assertThat(cuts(node, "slow_head")).isOne();
      assertThat(cuts(node, "slow_body")).isZero();
    }
  }

  private static double cuts(ConfigurableApplicationContext node, String reason) {
    return node.getBean(MeterRegistry.class)
        .get("tidegauge.query.cut.connections")
        .tag("reason", reason)
        .counter()
        .count();
  }

  /** A GET in one frame, its fields literal and not indexed (RFC 7541, section 6.2.2). */
  private static byte[] request(int stream, String path) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.write(0x82); // :method GET
    block.write(0x86); // :scheme http
    field(block, ":path", path);
    field(block, ":authority", "127.0.0.1");
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes(new byte[] {0, 0, (byte) block.size(), HEADERS, END_OF_ALL});
    frame.writeBytes(new byte[] {0, 0, 0, (byte) stream});
    frame.writeBytes(block.toByteArray());
    return frame.toByteArray();
  }

  private static void field(ByteArrayOutputStream block, String name, String value) {
    block.write(0);
    block.write(name.length());
    block.writeBytes(name.getBytes(ISO_8859_1));
    block.write(value.length());
    block.writeBytes(value.getBytes(ISO_8859_1));
  }

  /** The type of the first frame of a stream. */
  private static byte answer(Socket socket, int stream) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    while (true) {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      byte type = in.readByte();
      in.readByte();
      int of = in.readInt();
      in.skipNBytes(length);
      if (of == stream) {
        return type;
      }
    }
  }
}
