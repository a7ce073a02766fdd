package io.tidegauge.loadtest.chaos.cuts.client;

import io.tidegauge.contract.sse.SseEvent;
import io.tidegauge.contract.sse.SseParser;
import io.tidegauge.loadtest.chaos.cuts.check.Filter;
import io.tidegauge.loadtest.chaos.cuts.check.Frame;
import io.tidegauge.loadtest.chaos.cuts.check.Place;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** The feed as Server-Sent Events, as an EventSource takes it. */
final class EventWire implements Wire {

  private final Chunks body;
  private final Queue<Frame> frames = new ArrayDeque<>();
  private final SseParser parser;
  private String told;

  private EventWire(Chunks body, String since) {
    this.body = body;
    this.parser = new SseParser(since, this::onEvent, retry -> {});
    this.told = since;
  }

  static EventWire open(Socket socket, Filter filter, String since) throws IOException {
    String request =
        "GET /api/v1/live/stream?window=5m&maxRate="
            + MAX_RATE
            + "&"
            + filter.parameter()
            + "="
            + URLEncoder.encode(filter.value(), StandardCharsets.UTF_8)
            + " HTTP/1.1\r\nHost: feed\r\nAccept: text/event-stream\r\nX-Scope-OrgID: "
            + TENANT
            + "\r\n"
            + (since.isEmpty() ? "" : "Last-Event-ID: " + since + "\r\n")
            + "\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    InputStream in = new BufferedInputStream(socket.getInputStream());
    Head head = Head.read(in);
    head.require(200);
    if (!head.headers().getOrDefault("content-type", "").startsWith("text/event-stream")) {
      throw new RefusedException("content-type " + head.headers().get("content-type"));
    }
    return new EventWire(new Chunks(in), since);
  }

  private void onEvent(SseEvent event) {
    told = event.lastEventId();
    if (event.type().equals("unavailable")) {
      return; // the node ends the stream, and we come back
    }
    Frame frame = Bodies.frame(event.type(), Bodies.json(event.data()));
    // What an EventSource gives back is the id, not what is in the data.
    frames.add(
        frame.place().isPresent()
            ? new Frame(frame.kind(), Optional.of(Place.parse(told)), frame.entries())
            : frame);
  }

  @Override
  public Frame next() throws IOException {
    while (frames.isEmpty()) {
      parser.accept(body.next());
      String id = parser.lastEventId();
      if (!id.isEmpty() && !id.equals(told)) {
        told = id;
        frames.add(new Frame(Frame.Kind.BEAT, Optional.of(Place.parse(id)), List.of()));
      }
    }
    return frames.remove();
  }
}
