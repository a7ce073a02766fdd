package io.tidegauge.loadtest.trials.abuse;

import java.util.Locale;
import java.util.function.Consumer;

/** What an abuser does. */
enum Abuse {
  /** Streams that are opened and reset at once (CVE-2023-44487). */
  RAPID_RESET(Floods::rapidReset, "flood"),
  /** Streams that make the server reset them (CVE-2025-8671). */
  MADE_YOU_RESET(Floods::madeYouReset, "flood"),
  /** A header block that never ends, of empty frames (CVE-2024-27316 and others). */
  CONTINUATION_FLOOD(Floods::continuationFlood, "flood"),
  /** A header block that never ends, of full frames. */
  LARGE_HEADERS(Floods::largeHeaders, "protocol_error"),
  /** A large field in the dynamic table, and a block of nothing but references to it. */
  HPACK_BOMB(Floods::hpackBomb, "protocol_error"),
  /** Settings without end. */
  SETTINGS_FLOOD(Floods::settingsFlood, "control_frames"),
  /** Pings without end. */
  PING_FLOOD(Floods::pingFlood, "control_frames"),
  /** Frames of a type that nobody knows, and priorities, which are to be passed over. */
  USELESS_FRAMES(Floods::uselessFrames, "control_frames"),
  /** A body of empty frames. */
  EMPTY_DATA(Floods::emptyData, "flood"),
  /** More streams on a connection than the server allows. */
  MANY_STREAMS(Floods::manyStreams, "flood"),
  /** Large answers that are asked for and never taken: windows of zero. */
  ZERO_WINDOW(Holds::zeroWindow, "reads_nothing"),
  /** Large answers over HTTP/1.1 that are asked for and never read, one request after the other. */
  DEAF_PIPELINE(Holds::deafPipeline, "reads_nothing"),
  /** Bodies over HTTP/2 of a byte a second. */
  SLOW_BODIES(Holds::slowBodies, "too_many_client_requests"),
  /** Bodies over HTTP/1.1 of a byte a second. */
  SLOW_BODIES_1(Holds::slowBodies1, "slow_body"),
  /** Heads of requests over HTTP/1.1 of a line a second (slowloris). */
  SLOW_HEADS(Holds::slowHeads, "slow_head"),
  /** Header blocks over HTTP/2 of a byte a second. */
  SLOW_HEADERS(Holds::slowHeaders, "slow_head"),
  /** More connections than a client needs, which do nothing. */
  MANY_CONNECTIONS(Holds::manyConnections, "too_many_client_connections");

  private final Consumer<Abuser> start;
  private final String end;

  Abuse(Consumer<Abuser> start, String end) {
    this.start = start;
    this.end = end;
  }

  /** The reason that the gateway is to count its connections as cut for. */
  String end() {
    return end;
  }

  /** Starts it; closing the abuser ends it. */
  Abuser start(int port) {
    Abuser abuser = new Abuser(port, ordinal());
    start.accept(abuser);
    return abuser;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
