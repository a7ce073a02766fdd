package io.tidegauge.processor.topology;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.tidegauge.contract.wire.UnknownVersionException;
import io.tidegauge.processor.config.TopicCreator;
import java.time.Duration;
import java.util.function.Function;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Starts and stops Kafka Streams with the application. */
final class StreamsRunner implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(StreamsRunner.class);
  private static final Duration STOP = Duration.ofSeconds(30);
  private static final int REPLACEMENTS = 10;
  private static final long REPLACEMENT_NANOS = Duration.ofMinutes(1).toNanos();

  /** Makes the client of an instance. */
  interface Clients extends Function<InstanceId, KafkaStreams> {}

  private record Running(InstanceId instance, KafkaStreams streams, KafkaStreamsMetrics metrics) {}

  private final TopicCreator topics;
  private final ProcessorProperties properties;
  private final Clients clients;
  private final MeterRegistry registry;
  private @Nullable Running running;
  private long replacementsSince = System.nanoTime();
  private int replacements;

  StreamsRunner(
      TopicCreator topics,
      ProcessorProperties properties,
      Clients clients,
      MeterRegistry registry) {
    this.topics = topics;
    this.properties = properties;
    this.clients = clients;
    this.registry = registry;
  }

  @Override
  public synchronized void start() {
    try {
      topics.create();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the topics were made", e);
    }
    InstanceId instance = InstanceId.of(properties.instanceId(), properties.stateDir());
    KafkaStreams streams = clients.apply(instance);
    streams.setUncaughtExceptionHandler(this::onUncaught);
    streams.setStateListener((to, from) -> LOG.info("windows: {} (was {})", to, from));
    KafkaStreamsMetrics metrics = new KafkaStreamsMetrics(streams);
    metrics.bindTo(registry);
    running = new Running(instance, streams, metrics);
    streams.start();
  }

  /**
   * A thread that dies is replaced, its task starts again from the last commit. What a restart
   * cannot mend, and what fails again and again, stops the client: health says so.
   */
  private synchronized StreamThreadExceptionResponse onUncaught(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownVersionException) {
        LOG.error("the processor stops: {}", cause.getMessage());
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
      }
    }
    long now = System.nanoTime();
    if (now - replacementsSince > REPLACEMENT_NANOS) {
      replacementsSince = now;
      replacements = 0;
    }
    if (++replacements > REPLACEMENTS) {
      LOG.error("the processor stops: more than {} failures in a minute", REPLACEMENTS, failure);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    LOG.error("a stream thread failed, another takes its place", failure);
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  @Override
  public synchronized void stop() {
    Running current = running;
    if (current == null) {
      return;
    }
    running = null;
    if (!current
        .streams()
        .close(CloseOptions.timeout(STOP).withGroupMembershipOperation(leaving()))) {
      LOG.warn("the windows did not stop within {}; they start again from the last commit", STOP);
    }
    current.metrics().close();
    current.instance().close();
  }

  /**
   * With standbys another process has the windows and goes on at once when this one leaves. Without
   * them the partitions stay its own until the session ends: when it is back by then nothing moves.
   */
  private GroupMembershipOperation leaving() {
    return properties.standbys() > 0
        ? GroupMembershipOperation.LEAVE_GROUP
        : GroupMembershipOperation.REMAIN_IN_GROUP;
  }

  @Override
  public synchronized boolean isRunning() {
    return running != null;
  }

  /** State of the client; {@code CREATED} where it does not run. */
  synchronized KafkaStreams.State state() {
    Running current = running;
    return current == null ? KafkaStreams.State.CREATED : current.streams().state();
  }

  /** After the live publisher, before the web server. */
  @Override
  public int getPhase() {
    return 200;
  }
}
