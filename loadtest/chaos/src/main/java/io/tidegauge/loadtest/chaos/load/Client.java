package io.tidegauge.loadtest.chaos.load;

import io.tidegauge.loadtest.chaos.Timeline;
import io.tidegauge.loadtest.generate.Generator;
import io.tidegauge.loadtest.http.CallException;
import io.tidegauge.loadtest.http.HttpCalls;
import io.tidegauge.loadtest.model.LoadSample;
import io.tidegauge.loadtest.oracle.Oracle;
import io.tidegauge.loadtest.send.NativeStreamSender;
import io.tidegauge.loadtest.send.Outcome;
import io.tidegauge.loadtest.send.RemoteWriteSender;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Sends the samples of its generator when they are due, batch after batch, each until it is
 * acknowledged; now and then a batch once more that was acknowledged already. What is acknowledged
 * goes to its oracle and journal. Runs on a thread of its own.
 */
final class Client implements Runnable {

  private static final int SAMPLES = 2_000;
  private static final Duration TICK = Duration.ofMillis(200);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final int TRIES = 2_000;
  private static final double AGAIN = 0.02;

  private final ClientKind kind;
  private final Timeline timeline;
  private final Generator generator;
  private final Oracle oracle = new Oracle();
  private final Journal journal;
  private final RemoteWriteSender remoteWrite;
  private final NativeStreamSender stream;
  private final SplittableRandom random;
  private final InstantSource trueTime = InstantSource.system();
  private long sequence;
  private volatile long acknowledged;
  private volatile long nextDue = Long.MAX_VALUE;
  private volatile @Nullable String failure;

  Client(ClientKind kind, LoadSettings settings, Instant from, Journal journal) {
    this.kind = kind;
    this.timeline = settings.timeline();
    this.generator = new Generator(kind.load(settings, from));
    this.journal = journal;
    this.random = new SplittableRandom(settings.seed() + kind.ordinal());
    HttpCalls calls =
        new HttpCalls(
            settings.gateways(),
            settings.tenant(),
            new HttpCalls.Patience(TRIES, ANSWER, LONGEST_PAUSE));
    this.remoteWrite = new RemoteWriteSender(calls);
    this.stream = new NativeStreamSender(calls, "chaos-" + kind.label());
  }

  @Override
  public void run() {
    try {
      while (generator.hasNext() && failure == null) {
        nextDue = generator.nextAt();
        List<LoadSample> batch = due();
        if (batch.isEmpty()) {
          TimeUnit.NANOSECONDS.sleep(TICK.toNanos());
        } else {
          send(batch);
        }
      }
      nextDue = Long.MAX_VALUE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure = "was interrupted before everything was acknowledged";
    } catch (CallException e) {
      failure = e.getMessage();
    } catch (RuntimeException e) {
      failure = e.toString();
    }
  }

  /** After the end of the load all that is still underway arrives. */
  private List<LoadSample> due() {
    long now = timeline.clock().millis();
    boolean over = now >= timeline.loadEnd().toEpochMilli();
    List<LoadSample> batch = new ArrayList<>();
    while (batch.size() < SAMPLES && (generator.nextAt() <= now || (over && generator.hasNext()))) {
      batch.add(generator.next());
    }
    return batch;
  }

  private void send(List<LoadSample> batch) {
    long first = sequence;
    sequence += NativeStreamSender.batches(batch.size());
    long sent = trueTime.millis();
    Outcome outcome = once(batch, first);
    if (outcome.refused() > 0) {
      failure = outcome.refused() + " samples were refused: " + outcome.messages();
      return;
    }
    batch.forEach(oracle::accept);
    journal.acknowledged(batch, first, sent, trueTime.millis());
    acknowledged += batch.size();
    if (random.nextDouble() < AGAIN) {
      once(batch, first);
    }
  }

  private Outcome once(List<LoadSample> batch, long first) {
    Mono<Outcome> sending = kind.isStream() ? stream.send(batch, first) : remoteWrite.send(batch);
    return Objects.requireNonNull(sending.block());
  }

  String name() {
    return kind.label();
  }

  /** To be read when the client has ended. */
  Oracle oracle() {
    return oracle;
  }

  Journal journal() {
    return journal;
  }

  long acknowledged() {
    return acknowledged;
  }

  /** How long the oldest sample that is due has been waiting, true time. */
  Duration behind() {
    long due = nextDue;
    return due == Long.MAX_VALUE
        ? Duration.ZERO
        : Duration.ofMillis(
            Math.max(0, (long) ((timeline.clock().millis() - due) / timeline.speed())));
  }

  /** Why it gave up; null while it did not. */
  @Nullable String failure() {
    return failure;
  }
}
