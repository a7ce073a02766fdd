package io.tidegauge.processor.sink.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Runs the script of the live state, pipelined. Used by one thread; {@link #close()} by any. */
final class RedisStore implements AutoCloseable {

  private static final String SCRIPT = "/redis/live-state.lua";
  private static final int FIELDS_PER_CALL = 256;

  private final RedisClient client;
  private final Duration timeout;
  private final byte[] script;
  private @Nullable StatefulRedisConnection<byte[], byte[]> connection;
  private String digest = "";

  /** Connects when told so. */
  RedisStore(String uri, Duration timeout) {
    this.timeout = timeout;
    this.script = read();
    RedisURI address = RedisURI.create(uri);
    address.setTimeout(timeout);
    client = RedisClient.create(address);
    client.setOptions(
        ClientOptions.builder()
            // What waits for a connection would be old when it comes: all is written again then.
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .socketOptions(SocketOptions.builder().connectTimeout(timeout).build())
            .timeoutOptions(TimeoutOptions.enabled(timeout))
            .build());
  }

  /** Connects where needed and loads the script; whatever it throws, Redis is not there yet. */
  void prepare() {
    StatefulRedisConnection<byte[], byte[]> open = connection;
    if (open == null) {
      open = client.connect(ByteArrayCodec.INSTANCE);
      connection = open;
    }
    digest = open.sync().scriptLoad(script);
  }

  /**
   * Writes entries by key and returns when all are taken or dropped as older.
   *
   * @return how many were dropped as older
   * @throws IOException where Redis is out of reach or has lost the script; some may be written
   */
  int write(Map<String, List<LiveStateEntry>> byKey) throws IOException, InterruptedException {
    StatefulRedisConnection<byte[], byte[]> open = connection;
    if (open == null || !open.isOpen()) {
      throw new IOException("not connected to Redis");
    }
    List<RedisFuture<Long>> answers = new ArrayList<>();
    int sent = 0;
    open.setAutoFlushCommands(false);
    try {
      for (Map.Entry<String, List<LiveStateEntry>> entry : byKey.entrySet()) {
        byte[][] key = {entry.getKey().getBytes(StandardCharsets.UTF_8)};
        List<LiveStateEntry> all = entry.getValue();
        for (int from = 0; from < all.size(); from += FIELDS_PER_CALL) {
          List<LiveStateEntry> some =
              all.subList(from, Math.min(all.size(), from + FIELDS_PER_CALL));
          byte[][] arguments = arguments(some);
          answers.add(open.async().evalsha(digest, ScriptOutputType.INTEGER, key, arguments));
          sent += (arguments.length - 1) / 2;
        }
      }
      open.flushCommands();
    } finally {
      open.setAutoFlushCommands(true);
    }
    return sent - taken(answers);
  }

  private int taken(List<RedisFuture<Long>> answers) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    int taken = 0;
    try {
      for (RedisFuture<Long> answer : answers) {
        long left = Math.max(1, deadline - System.nanoTime());
        taken += answer.get(left, TimeUnit.NANOSECONDS).intValue();
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("Redis did not take the live state: " + e, e);
    }
    return taken;
  }

  private static byte[][] arguments(List<LiveStateEntry> entries) {
    long life = 0;
    int fields = (int) entries.stream().filter(entry -> !entry.isTouch()).count();
    byte[][] arguments = new byte[1 + 2 * fields][];
    int next = 1;
    for (LiveStateEntry entry : entries) {
      life = Math.max(life, entry.life().toMillis());
      if (entry.isTouch()) {
        continue;
      }
      arguments[next++] = entry.field().getBytes(StandardCharsets.UTF_8);
      arguments[next++] = entry.value();
    }
    arguments[0] = Long.toString(life).getBytes(StandardCharsets.UTF_8);
    return arguments;
  }

  private static byte[] read() {
    try (InputStream in = RedisStore.class.getResourceAsStream(SCRIPT)) {
      if (in == null) {
        throw new IllegalStateException(SCRIPT + " is not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}
