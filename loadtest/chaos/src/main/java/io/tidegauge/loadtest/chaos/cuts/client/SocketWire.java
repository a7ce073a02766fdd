package io.tidegauge.loadtest.chaos.cuts.client;

import io.tidegauge.loadtest.chaos.cuts.check.Filter;
import io.tidegauge.loadtest.chaos.cuts.check.Frame;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** The feed as a WebSocket (RFC 6455), without extensions. */
final class SocketWire implements Wire {

  private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
  private static final String ID = "a";
  private static final int FIN = 0x80;
  private static final int MASK = 0x80;
  private static final int OPCODE = 0x0f;
  private static final int LENGTH = 0x7f;
  private static final int TWO_BYTES = 126;
  private static final int EIGHT_BYTES = 127;
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int LARGEST = 64 << 20;

  private final DataInputStream in;
  private final OutputStream out;

  private SocketWire(DataInputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  static SocketWire open(Socket socket, Filter filter, String since) throws IOException {
    String request =
        "GET /api/v1/live/ws HTTP/1.1\r\nHost: feed\r\nConnection: Upgrade\r\n"
            + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
            + KEY
            + "\r\nX-Scope-OrgID: "
            + TENANT
            + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    Head.read(in).require(101);
    SocketWire wire = new SocketWire(in, socket.getOutputStream());
    wire.send(
        TEXT,
        ("{\"op\":\"subscribe\",\"id\":\""
                + ID
                + "\",\"window\":\"5m\",\"maxRate\":"
                + MAX_RATE
                + ",\""
                + filter.parameter()
                + "\":\""
                + filter.value()
                + "\""
                + (since.isEmpty() ? "" : ",\"since\":\"" + since + "\"")
                + "}")
            .getBytes(StandardCharsets.UTF_8));
    return wire;
  }

  /** Masked, as a client must, with a mask of zeros. */
  private void send(int opcode, byte[] payload) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 8);
    frame.write(FIN | opcode);
    if (payload.length < TWO_BYTES) {
      frame.write(MASK | payload.length);
    } else {
      frame.write(MASK | TWO_BYTES);
      frame.write(payload.length >>> 8);
      frame.write(payload.length);
    }
    frame.writeBytes(new byte[4]);
    frame.writeBytes(payload);
    out.write(frame.toByteArray());
  }

  @Override
  public Frame next() throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    while (true) {
      int first = in.readUnsignedByte();
      byte[] payload = in.readNBytes(length());
      switch (first & OPCODE) {
        case CLOSE -> throw new EOFException("the node has closed the feed");
        case PING -> send(PONG, payload);
        case PONG -> {}
        default -> {
          message.writeBytes(payload);
          if ((first & FIN) != 0) {
            return frame(message.toString(StandardCharsets.UTF_8));
          }
        }
      }
    }
  }

  private int length() throws IOException {
    int length = in.readUnsignedByte() & LENGTH;
    long real =
        length == TWO_BYTES
            ? in.readUnsignedShort()
            : length == EIGHT_BYTES ? in.readLong() : length;
    if (real > LARGEST) {
      throw new IOException("a frame of " + real + " bytes");
    }
    return (int) real;
  }

  private static Frame frame(String text) throws RefusedException {
    JsonNode message = Bodies.json(text);
    String event = message.path("event").asString();
    if (event.equals("error")) {
      throw new RefusedException(message.path("data").path("type").asString());
    }
    return Bodies.frame(event, message.path("data"));
  }
}
