package io.tidegauge.loadtest.trials.abuse;

import io.tidegauge.loadtest.trials.abuse.Abuser.Opening;
import java.nio.charset.StandardCharsets;

/** Abuses by connections, streams, heads and bodies that stay open; see {@link Abuse}. */
final class Holds {

  private static final byte[] NOTHING = {};
  private static final String PATH = "/api/v2/write";
  private static final String LARGE = "/actuator/prometheus";

  private Holds() {}

  static void zeroWindow(Abuser abuser) {
    abuser.hold(
        20,
        (server, source) ->
            RawConnection.http2(
                server, source, new Frames().setting(Frames.INITIAL_WINDOW_SIZE, 0)),
        (connection, frames, n) -> {
          for (int i = 0; i < 90 && n == 0; i++) {
            frames.headers(stream(i), Frames.END_HEADERS | Frames.END_STREAM, get());
          }
        });
  }

  static void deafPipeline(Abuser abuser) {
    abuser.hold(
        10,
        (server, source) -> RawConnection.deaf(server, source),
        (connection, frames, n) -> {
          for (int i = 0; i < 100; i++) {
            frames.raw(ascii("GET " + LARGE + " HTTP/1.1\r\nHost: a\r\n\r\n"));
          }
        });
  }

  static void slowBodies(Abuser abuser) {
    abuser.hold(
        30,
        http2(),
        (connection, frames, n) -> {
          for (int i = 0; i < 90; i++) {
            if (n == 0) {
              frames.headers(stream(i), Frames.END_HEADERS, post());
            }
            frames.data(stream(i), 0, new byte[] {'a'});
          }
        });
  }

  static void slowBodies1(Abuser abuser) {
    abuser.hold(
        900,
        http1(),
        (connection, frames, n) ->
            frames.raw(
                ascii(
                    n == 0
                        ? "POST " + PATH + " HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n"
                        : "a")));
  }

  static void slowHeads(Abuser abuser) {
    abuser.hold(
        900,
        http1(),
        (connection, frames, n) ->
            frames.raw(ascii(n == 0 ? "POST " + PATH + " HTTP/1.1\r\n" : "x-" + n + ": a\r\n")));
  }

  static void slowHeaders(Abuser abuser) {
    abuser.hold(
        900,
        http2(),
        (connection, frames, n) ->
            frames.raw(n == 0 ? new byte[] {0, 1, 0, Frames.HEADERS, 4, 0, 0, 0, 1} : new byte[1]));
  }

  static void manyConnections(Abuser abuser) {
    abuser.hold(4000, http2(), (connection, frames, n) -> frames.raw(NOTHING));
  }

  private static Opening http2() {
    return (server, source) -> RawConnection.http2(server, source, new Frames().noSettings());
  }

  private static Opening http1() {
    return (server, source) -> RawConnection.http1(server, source);
  }

  private static byte[] post() {
    return Frames.request(true, PATH);
  }

  private static byte[] get() {
    return Frames.request(false, LARGE);
  }

  private static int stream(int number) {
    return 2 * number + 1;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
