package io.tidegauge.query.cache;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.query.breaker.Breakers;
import io.tidegauge.query.breaker.Probe;
import io.tidegauge.query.breaker.Store;
import io.tidegauge.query.config.RedisProperties;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Answers of closed ranges, shared by the nodes, for a short time. Where Redis does not answer in
 * time there is no cache: no query fails or waits for it. Answers are kept compressed. Keys are
 * {@code tidegauge:query:2:TENANT:METRIC:HASH}, so that one metric's answers can be found and
 * removed.
 */
@Component
public final class AnswerCache implements Probe, DisposableBean {

  private static final Logger LOG = LoggerFactory.getLogger(AnswerCache.class);
  private static final long RETRY_NANOS = Duration.ofSeconds(5).toNanos();

  private final RedisProperties properties;
  private final RedisClient client;
  private final CircuitBreaker breaker;
  private final AtomicReference<@Nullable StatefulRedisConnection<String, byte[]>> connection =
      new AtomicReference<>();
  private final AtomicLong nextTry = new AtomicLong(System.nanoTime());
  private final Counter hits;
  private final Counter misses;
  private final Counter failures;

  AnswerCache(RedisProperties properties, Breakers breakers, MeterRegistry meters) {
    this.properties = properties;
    this.breaker = breakers.of(Store.REDIS, error -> true);
    this.client = RedisClient.create();
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .socketOptions(SocketOptions.builder().connectTimeout(Duration.ofSeconds(2)).build())
            .build());
    this.hits = counter(meters, "hit");
    this.misses = counter(meters, "miss");
    this.failures = counter(meters, "unavailable");
    connect();
  }

  private static Counter counter(MeterRegistry meters, String outcome) {
    return Counter.builder("tidegauge.query.cache")
        .description("Look-ups of answers of closed ranges, by outcome")
        .tag("outcome", outcome)
        .register(meters);
  }

  /** The key of a query. */
  public static String key(String tenant, String metric, String query) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(query.getBytes(StandardCharsets.UTF_8));
      return "tidegauge:query:2:"
          + tenant
          + ":"
          + metric
          + ":"
          + HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /**
   * The answer, each piece when it is wanted; empty where there is none, or no Redis.
   *
   * @param unpacker where the pieces are made
   */
  public Flux<byte[]> get(String key, Scheduler unpacker) {
    return ask(redis -> redis.get(key))
        .doOnNext(answer -> hits.increment())
        .switchIfEmpty(Mono.fromRunnable(misses::increment))
        .onErrorResume(this::without)
        .flatMapMany(packed -> Packing.unpack(packed).subscribeOn(unpacker));
  }

  /** Passes an answer on and, when it all went by and is not too large, keeps it. */
  public Flux<byte[]> keeping(String key, Flux<byte[]> answer) {
    return Flux.using(
        () -> new Packing(properties.answerLimit()),
        packing -> answer.doOnNext(packing::add).doOnComplete(() -> keep(key, packing.finish())),
        Packing::close);
  }

  private void keep(String key, byte @Nullable [] packed) {
    if (packed != null) {
      ask(redis -> redis.set(key, packed, SetArgs.Builder.px(properties.answerTtl())))
          .onErrorResume(this::without)
          .subscribeOn(Schedulers.parallel())
          .subscribe();
    }
  }

  private <T> Mono<T> ask(Function<RedisReactiveCommands<String, byte[]>, Mono<T>> command) {
    return Mono.defer(() -> command.apply(connection().reactive()).timeout(properties.timeout()))
        .transformDeferred(CircuitBreakerOperator.of(breaker));
  }

  @Override
  public Store store() {
    return Store.REDIS;
  }

  @Override
  public Mono<Void> ask() {
    return ask(RedisReactiveCommands::ping).then();
  }

  /** How many answers this node found here since it started. */
  public long hits() {
    return (long) hits.count();
  }

  /** How many answers this node looked for in vain since it started. */
  public long misses() {
    return (long) misses.count();
  }

  private <T> Mono<T> without(Throwable error) {
    failures.increment();
    LOG.debug("Redis did not answer, going on without", error);
    return Mono.empty();
  }

  private StatefulRedisConnection<String, byte[]> connection() {
    StatefulRedisConnection<String, byte[]> open = connection.get();
    if (open == null) {
      connect();
      throw new RedisConnectionException("There is no connection to Redis yet");
    }
    return open;
  }

  /** Starts to connect, now and then, without waiting for it; lettuce connects again by itself. */
  private void connect() {
    long due = nextTry.get();
    if (System.nanoTime() - due >= 0
        && nextTry.compareAndSet(due, System.nanoTime() + RETRY_NANOS)) {
      client
          .connectAsync(
              RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE),
              RedisURI.create(properties.uri()))
          .whenComplete(this::connected);
    }
  }

  private void connected(
      @Nullable StatefulRedisConnection<String, byte[]> fresh, @Nullable Throwable error) {
    if (error != null || fresh == null) {
      failures.increment();
      LOG.debug("Redis is not there, going on without", error);
    } else if (!connection.compareAndSet(null, fresh)) {
      fresh.closeAsync();
    }
  }

  @Override
  public void destroy() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}
