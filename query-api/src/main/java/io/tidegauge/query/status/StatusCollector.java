package io.tidegauge.query.status;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.time.ServiceClock;
import io.tidegauge.query.breaker.Breakers;
import io.tidegauge.query.breaker.Store;
import io.tidegauge.query.breaker.StoreState.Condition;
import io.tidegauge.query.cache.AnswerCache;
import io.tidegauge.query.config.InstallationProperties;
import io.tidegauge.query.config.StatusProperties;
import io.tidegauge.query.live.LiveStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Gathers the status of the installation in rounds, on a thread of its own, and keeps the newest:
 * no request waits for it, and whatever is away, there is one.
 */
@Component
final class StatusCollector implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(StatusCollector.class);

  private final StatusProperties properties;
  private final ServiceClock clock;
  private final LiveStatus live;
  private final Breakers breakers;
  private final AnswerCache answers;
  private final RejectReader rejects;
  private final KafkaReader kafka;
  private final Trends trends;
  private final CountDownLatch stop = new CountDownLatch(1);
  private Condition kafkaCondition = Condition.RECOVERING;
  private @Nullable Instant kafkaSince;
  private boolean complained;
  private volatile Status latest;
  private volatile @Nullable Thread thread;

  StatusCollector(
      InstallationProperties installation,
      StatusProperties properties,
      ServiceClock clock,
      LiveStatus live,
      Breakers breakers,
      AnswerCache answers,
      RejectReader rejects) {
    this.properties = properties;
    this.clock = clock;
    this.live = live;
    this.breakers = breakers;
    this.answers = answers;
    this.rejects = rejects;
    Map<PipelineConsumer, String> groups = PipelineConsumer.groups(properties.groups());
    this.kafka =
        new KafkaReader(installation.kafka().bootstrapServers(), properties.timeout(), groups);
    this.trends = new Trends(groups);
    this.latest =
        new Status(
            Status.State.DEGRADED,
            List.of(Reason.notGathered()),
            clock.instant(),
            trends.update(System.nanoTime(), null, null),
            null,
            List.of(),
            new Status.Answers(0, 0));
  }

  /** The newest one. */
  Status latest() {
    return latest;
  }

  @Override
  public void start() {
    Thread started = new Thread(this::run, "status");
    started.setDaemon(true);
    thread = started;
    started.start();
  }

  @Override
  public void stop() {
    stop.countDown();
    Thread running = thread;
    if (running != null) {
      running.interrupt();
      try {
        // A daemon: nothing is lost where it takes longer.
        running.join(TimeUnit.SECONDS.toMillis(1));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    thread = null;
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  private void run() {
    try (kafka) {
      do {
        try {
          latest = gather();
        } catch (RuntimeException e) {
          LOG.warn("The status could not be gathered, trying again", e);
        }
      } while (!stop.await(properties.interval().toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      LOG.debug("Told to stop");
    }
  }

  private Status gather() throws InterruptedException {
    Assessment assessment = new Assessment();
    KafkaReading topics = askKafka();
    LiveStatus.Reading entries = live.read();
    Instant now = clock.instant();
    List<StoreReport> stores = new ArrayList<>();
    for (Store store : Store.values()) {
      stores.add(StoreReport.of(breakers.state(store)));
    }
    stores.add(StoreReport.kafka(kafkaCondition, kafkaSince));
    stores.forEach(assessment::store);
    if (entries == null) {
      assessment.lacks(Reason.liveNotReady());
    }
    if (topics != null) {
      topics.problems().forEach(assessment::lacks);
      if (topics.topics().containsKey(PipelineTopic.REJECTS) && !rejects.isCaughtUp()) {
        assessment.lacks(Reason.rejectsNotReady());
      }
    }
    PipelineReport pipeline = trends.update(System.nanoTime(), topics, entries);
    Double freshness = freshness(pipeline.newest(), now);
    assessment.lag(pipeline.consumers(), properties);
    assessment.freshness(freshness, properties);
    return new Status(
        assessment.state(),
        assessment.reasons(),
        now,
        pipeline,
        freshness,
        stores,
        new Status.Answers(answers.hits(), answers.misses()));
  }

  /** In true seconds; a gateway's clock that is a little ahead makes nothing younger than new. */
  private @Nullable Double freshness(long newest, Instant now) {
    return newest == LiveBatch.UNKNOWN
        ? null
        : Math.max(0, now.toEpochMilli() - newest) / 1_000.0 / clock.speed();
  }

  private @Nullable KafkaReading askKafka() throws InterruptedException {
    try {
      KafkaReading reading = kafka.read();
      kafkaIs(Condition.UP);
      complained = false;
      return reading;
    } catch (KafkaAwayException e) {
      if (!complained) {
        LOG.warn("Kafka does not say how far its topics are: {}", String.valueOf(e.getCause()));
        complained = true;
      }
      kafkaIs(Condition.DOWN);
      return null;
    }
  }

  private void kafkaIs(Condition condition) {
    if (condition != kafkaCondition) {
      boolean first = kafkaCondition == Condition.RECOVERING && condition == Condition.UP;
      kafkaSince = first ? null : clock.instant();
      kafkaCondition = condition;
    }
  }
}
