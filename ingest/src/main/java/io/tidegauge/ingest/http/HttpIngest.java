package io.tidegauge.ingest.http;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.ingest.admission.Admission;
import io.tidegauge.ingest.admission.Outcome;
import io.tidegauge.ingest.admission.Protocol;
import io.tidegauge.ingest.admission.RequestContext;
import io.tidegauge.ingest.admission.RequestRefusedException;
import io.tidegauge.ingest.admission.RequestSamples;
import io.tidegauge.ingest.admission.Tenants;
import io.tidegauge.ingest.admission.TraceParent;
import io.tidegauge.ingest.publish.ProducerBatch;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * What every HTTP protocol does with a request that has a whole body: read it within the limits,
 * undo its coding and decode it on a decoding thread, and wait until it is durable. Thread-safe.
 */
public final class HttpIngest {

  /**
   * The header that gives a request's observations an identity: {@code producer:epoch:sequence}.
   */
  public static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  private static final byte[] NOTHING = {};
  private static final int MAX_KEY_LENGTH = 256;

  private final Admission admission;
  private final BodyReader bodies;
  private final Scheduler decoding;
  private final StandingQueue queue;
  private final DecodingBuffers buffers;
  private final int maxDecompressed;

  HttpIngest(
      Admission admission,
      BodyReader bodies,
      Scheduler decoding,
      StandingQueue queue,
      HttpProperties properties) {
    this.admission = admission;
    this.bodies = bodies;
    this.decoding = decoding;
    this.queue = queue;
    this.buffers = new DecodingBuffers(Math.max(2, Runtime.getRuntime().availableProcessors()));
    this.maxDecompressed = Math.toIntExact(properties.maxDecompressed().toBytes());
  }

  /** Where samples are admitted. */
  public Admission admission() {
    return admission;
  }

  /** The threads that decode; nothing on them may block. */
  public Scheduler decoding() {
    return decoding;
  }

  /**
   * Takes in a request.
   *
   * @param codings the content codings that the protocol takes
   * @return the outcome when all is durable; fails with {@link RequestRefusedException}, which is
   *     counted already
   */
  public Mono<Outcome> take(
      ServerRequest request,
      Protocol protocol,
      Set<ContentCoding> codings,
      SamplesDecoder decoder) {
    return inContext(
        request,
        protocol,
        context -> {
          ContentCoding coding = ContentCoding.of(contentEncoding(request), codings);
          admission.checkRoom(); // before the body is read
          queue.check(System.nanoTime());
          return bodies.use(
              request,
              body -> inTurn(body).flatMap(coded -> decode(context, coding, coded, decoder)));
        });
  }

  /** The body on a decoding thread, when its turn has come. */
  private Mono<Body> inTurn(Body body) {
    return Mono.defer(
        () -> {
          long start = System.nanoTime();
          AtomicBoolean waits = new AtomicBoolean(true);
          Runnable end =
              () -> {
                if (waits.getAndSet(false)) {
                  queue.end();
                }
              };
          queue.begin(start);
          return Mono.just(body)
              .publishOn(decoding)
              .doOnNext(
                  coded -> {
                    end.run();
                    long now = System.nanoTime();
                    queue.checkTurn(now - start, now);
                  })
              .doFinally(signal -> end.run());
        });
  }

  /**
   * Refuses a request before its body is read; it is counted, and in the rejects topic.
   *
   * @return fails with the refusal, or with one that says to send it again
   */
  public <T> Mono<T> refuse(
      ServerRequest request, Protocol protocol, RequestRefusedException refused) {
    return inContext(request, protocol, context -> Mono.error(refused));
  }

  /** Every refusal in the use is recorded; one of the tenant's name has no tenant to record it. */
  private <T> Mono<T> inContext(
      ServerRequest request, Protocol protocol, Function<RequestContext, Mono<T>> use) {
    return Mono.defer(
            () -> {
              RequestContext context = context(request, protocol);
              return Mono.defer(() -> use.apply(context))
                  .onErrorResume(
                      RequestRefusedException.class,
                      refused -> admission.refuse(context, refused, NOTHING, 0));
            })
        .doOnError(RequestRefusedException.class, refused -> count(protocol, refused));
  }

  /**
   * The context of a request.
   *
   * @throws RequestRefusedException where its tenant or its idempotency key is none
   */
  public RequestContext context(ServerRequest request, Protocol protocol) {
    String tenant = Tenants.of(request.headers().firstHeader(Tenants.HEADER));
    return new RequestContext(
        tenant,
        protocol,
        source(request),
        batch(request.headers().firstHeader(IDEMPOTENCY_KEY)),
        TraceParent.of(request.headers().firstHeader(TraceParent.HEADER)));
  }

  /** Counts a refusal that admission has not seen. */
  public void count(Protocol protocol, RequestRefusedException refused) {
    admission.count(protocol, refused);
  }

  private Mono<Outcome> decode(
      RequestContext context, ContentCoding coding, Body coded, SamplesDecoder decoder) {
    byte[] room = coding == ContentCoding.IDENTITY ? NOTHING : buffers.take();
    Body body;
    try {
      body = coding.decode(coded, maxDecompressed, room);
    } catch (RequestRefusedException e) {
      buffers.give(room);
      return admission.refuse(context, e, coded.bytes(), coded.length());
    }
    try {
      return decode(context, body, decoder);
    } finally {
      if (body != coded) {
        buffers.give(body.bytes());
      }
    }
  }

  /** Nothing refers to the body when this has returned. */
  private Mono<Outcome> decode(RequestContext context, Body body, SamplesDecoder decoder) {
    RequestSamples samples = admission.begin(context);
    try {
      decoder.decode(body, samples);
    } catch (MalformedRecordException e) {
      samples.refuse(
          RejectReason.MALFORMED, String.valueOf(e.getMessage()), body.bytes(), 0, body.length());
    } catch (RequestRefusedException e) {
      samples.fail(e);
    }
    return samples.finish();
  }

  private static String contentEncoding(ServerRequest request) {
    String header = request.headers().firstHeader("Content-Encoding");
    return header == null ? "" : header;
  }

  private static String source(ServerRequest request) {
    InetSocketAddress address = request.remoteAddress().orElse(null);
    return address == null ? "" : address.getHostString();
  }

  /**
   * The batch of an idempotency key: {@code producer:epoch:sequence}, or any other key as a
   * producer of its own that sends one batch.
   */
  static @Nullable ProducerBatch batch(@Nullable String key) {
    if (key == null || key.isEmpty()) {
      return null;
    }
    if (key.length() > MAX_KEY_LENGTH) {
      throw new RequestRefusedException(
          RejectReason.LABEL_TOO_LONG,
          IDEMPOTENCY_KEY + " is longer than " + MAX_KEY_LENGTH + " characters; shorten it");
    }
    String[] parts = key.split(":", -1);
    if (parts.length == 3 && !parts[0].isEmpty()) {
      try {
        long epoch = Long.parseLong(parts[1]);
        long sequence = Long.parseLong(parts[2]);
        if (epoch < 0 || sequence < 0) {
          throw new RequestRefusedException(
              RejectReason.MALFORMED,
              IDEMPOTENCY_KEY + " producer:epoch:sequence has numbers of 0 or more, not " + key);
        }
        return new ProducerBatch(parts[0], epoch, sequence);
      } catch (NumberFormatException e) {
        return new ProducerBatch(key, 0, 0); // not of that form after all
      }
    }
    return new ProducerBatch(key, 0, 0);
  }
}
