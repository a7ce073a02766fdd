package io.tidegauge.loadtest.trials.abuse;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A connection of an abuser: bytes go out as they are, what comes back is read by a thread of its
 * own, or not at all. One thread writes.
 */
final class RawConnection implements AutoCloseable {

  private static final String[] CODES = {
    "NO_ERROR",
    "PROTOCOL_ERROR",
    "INTERNAL_ERROR",
    "FLOW_CONTROL_ERROR",
    "SETTINGS_TIMEOUT",
    "STREAM_CLOSED",
    "FRAME_SIZE_ERROR",
    "REFUSED_STREAM",
    "CANCEL",
    "COMPRESSION_ERROR",
    "CONNECT_ERROR",
    "ENHANCE_YOUR_CALM",
    "INADEQUATE_SECURITY",
    "HTTP_1_1_REQUIRED"
  };

  private static final int CONNECT_MILLIS = 2000;

  private final Socket socket;
  private final AtomicLong answers = new AtomicLong();
  private volatile String ending = "";
  private volatile boolean over;

  /** Connects from an address of the loopback network. */
  private RawConnection(InetSocketAddress server, String source, int receiveBuffer)
      throws IOException {
    this.socket = new Socket();
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer); // before the window is agreed on
    }
    socket.setTcpNoDelay(true);
    socket.bind(new InetSocketAddress(InetAddress.getByName(source), 0));
    socket.connect(server, CONNECT_MILLIS);
  }

  /** With HTTP/2's preface, the settings and a reader. */
  static RawConnection http2(InetSocketAddress server, String source, Frames settings)
      throws IOException {
    RawConnection connection = new RawConnection(server, source, 0);
    connection.write(new Frames().raw(Frames.PREFACE).raw(settings.take()).take());
    Thread.ofVirtual().start(connection::readFrames);
    return connection;
  }

  /** With a reader of HTTP/1.1's status lines. */
  static RawConnection http1(InetSocketAddress server, String source) throws IOException {
    RawConnection connection = new RawConnection(server, source, 0);
    Thread.ofVirtual().start(connection::readText);
    return connection;
  }

  /** Without a reader; the socket takes as little as it can. */
  static RawConnection deaf(InetSocketAddress server, String source) throws IOException {
    return new RawConnection(server, source, 1024);
  }

  void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Whether the server has ended it. */
  boolean over() {
    return over;
  }

  /** How the server ended it: a GOAWAY's code, a status, {@code closed}; empty before. */
  String ending() {
    return ending.isEmpty() && over ? "closed" : ending;
  }

  /** Answers that came: frames of headers, or status lines. */
  long answers() {
    return answers.get();
  }

  private void readFrames() {
    try (DataInputStream in = new DataInputStream(socket.getInputStream())) {
      while (true) {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        in.readUnsignedByte();
        in.readInt();
        byte[] payload = in.readNBytes(length);
        if (type == Frames.HEADERS) {
          answers.incrementAndGet();
        } else if (type == Frames.GOAWAY) {
          int code = payload[7] & 0xff;
          ending = code < CODES.length ? CODES[code] : "code " + code;
        }
      }
    } catch (IOException e) {
      over = true;
    }
  }

  private void readText() {
    byte[] buffer = new byte[8192];
    try (InputStream in = socket.getInputStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        String text = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
        int status = text.lastIndexOf("HTTP/1.1 ");
        if (status >= 0) {
          answers.incrementAndGet();
          ending = text.substring(status + 9, Math.min(text.length(), status + 12));
        }
      }
      over = true;
    } catch (IOException e) {
      over = true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
