package io.tidegauge.acceptance;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The live feed over a WebSocket. One thread reads it. */
final class FeedSocket implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final BlockingQueue<JsonNode> frames;
  private final WebSocket socket;

  private FeedSocket(BlockingQueue<JsonNode> frames, WebSocket socket) {
    this.frames = frames;
    this.socket = socket;
  }

  static FeedSocket open(URI query, String tenant) {
    BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .header("X-Scope-OrgID", tenant)
            .buildAsync(
                URI.create("ws://" + query.getAuthority() + "/api/v1/live/ws"),
                new Listener(frames))
            .join();
    return new FeedSocket(frames, socket);
  }

  /** Puts messages together. */
  private static final class Listener implements WebSocket.Listener {

    private final BlockingQueue<JsonNode> frames;
    private final StringBuilder message = new StringBuilder();

    Listener(BlockingQueue<JsonNode> frames) {
      this.frames = frames;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      message.append(part);
      if (last) {
        frames.add(JSON.readTree(message.toString()));
        message.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  void send(String text) {
    socket.sendText(text, true).join();
  }

  /** The next frame; fails where none has come at a time of {@link System#nanoTime}. */
  JsonNode next(long deadline) {
    try {
      JsonNode frame = frames.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (frame == null) {
        throw new AssertionError("what is waited for did not come");
      }
      return frame;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    socket.abort();
  }
}
