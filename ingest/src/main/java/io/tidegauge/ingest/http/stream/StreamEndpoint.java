package io.tidegauge.ingest.http.stream;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.ingest.admission.HeldBytes;
import io.tidegauge.ingest.admission.Protocol;
import io.tidegauge.ingest.admission.RequestContext;
import io.tidegauge.ingest.admission.RequestRefusedException;
import io.tidegauge.ingest.http.ContentCoding;
import io.tidegauge.ingest.http.HttpIngest;
import io.tidegauge.ingest.http.HttpProperties;
import io.tidegauge.ingest.http.MessageDecoder;
import io.tidegauge.ingest.http.Problems;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.util.retry.Retry;

/**
 * {@code POST /v1/stream}: lines of JSON ({@link JsonLine}) or frames of Remote-Write 2.0 ({@link
 * Frames}) up, by Content-Type, lines of acknowledgements ({@link AckLines}) down on the same
 * request as they become durable, both under backpressure: the gateway reads on only while no more
 * than so many pieces wait for Kafka, and while the sender reads its acknowledgements. A bad line
 * or frame is refused and the stream goes on. Full duplex over HTTP/2; over HTTP/1.1 for senders
 * that read while they write, or send a whole body.
 */
@Configuration(proxyBeanMethods = false)
class StreamEndpoint {

  private static final Logger log = LoggerFactory.getLogger(StreamEndpoint.class);
  private static final String PATH = "/v1/stream";
  private static final MediaType NDJSON = MediaType.APPLICATION_NDJSON;
  private static final Duration OVERLOAD_PAUSE = Duration.ofMillis(50);
  private static final int OVERLOAD_PAUSES = 200;

  /**
   * Units of a piece where each is a batch with a sequence. What is in flight stays within the 1024
   * batches that the processor looks back: one that Kafka did not take is no resend when it comes
   * again.
   */
  private static final int BATCHES = 256;

  private static final int IDENTIFIED_PIECES = 3;

  private final HttpIngest ingest;
  private final HttpProperties properties;
  private final OpenStreams streams;
  private final StreamFormats formats;

  StreamEndpoint(
      HttpIngest ingest,
      HttpProperties properties,
      OpenStreams streams,
      MessageDecoder.Factory remoteWrite) {
    this.ingest = ingest;
    this.streams = streams;
    this.formats = new StreamFormats(remoteWrite, ingest.admission().clock());
    this.properties = properties;
  }

  @Bean
  RouterFunction<ServerResponse> streamRoutes() {
    return RouterFunctions.route()
        .POST(PATH, this::stream)
        .path(
            PATH, any -> any.route(all -> true, all -> Problems.methodNotAllowed(HttpMethod.POST)))
        .build();
  }

  private Mono<ServerResponse> stream(ServerRequest request) {
    StreamFormat format;
    PieceIngest pieces;
    try {
      format = formats.of(request);
      String coding = request.headers().firstHeader(HttpHeaders.CONTENT_ENCODING);
      ContentCoding.of(coding == null ? "" : coding, Set.of(ContentCoding.IDENTITY));
      RequestContext context = ingest.context(request, format.protocol()).withBatch(null);
      pieces = new PieceIngest(ingest.admission(), context, StreamProducer.of(request), format);
    } catch (RequestRefusedException e) {
      return ingest
          .<ServerResponse>refuse(request, Protocol.STREAM, e)
          .onErrorResume(RequestRefusedException.class, Problems::answer);
    }
    AckLines lines = new AckLines(format.unit());
    Flux<DataBuffer> down =
        streams
            .open(share -> acknowledgements(request, format, pieces, share))
            .map(lines::ack)
            .onErrorResume(
                RequestRefusedException.class,
                failure -> {
                  ingest.count(format.protocol(), failure);
                  // Before the first line the answer can still be a problem document.
                  return lines.any() ? Mono.just(lines.error(failure)) : Mono.error(failure);
                })
            .map(DefaultDataBufferFactory.sharedInstance::wrap);
    AtomicBoolean own = new AtomicBoolean();
    return ServerResponse.ok()
        .contentType(NDJSON)
        .body(
            (response, context) ->
                response
                    .writeAndFlushWith(down.map(Mono::just).doOnError(failure -> own.set(true)))
                    .onErrorResume(failure -> !own.get(), StreamEndpoint::gone));
  }

  /** A sender that went away is not told any more; it sends again from its last ack. */
  private static Mono<Void> gone(Throwable failure) {
    log.debug("the sender of a stream went away: {}", failure.toString());
    return Mono.empty();
  }

  private Flux<Ack> acknowledgements(
      ServerRequest request, StreamFormat format, PieceIngest pieces, HeldBytes.Share share) {
    Splitter splitter =
        format.splitter(
            Math.toIntExact(properties.maxLine().toBytes()),
            pieces.identified() ? BATCHES : Integer.MAX_VALUE);
    return request
        .body(BodyExtractors.toDataBuffers())
        .timeout(properties.streamIdle(), Flux.error(this::idle))
        .map(buffer -> split(splitter, buffer, share))
        .concatWith(Mono.fromSupplier(splitter::end).doOnNext(end -> hold(end, share)))
        .concatMapIterable(Function.identity(), 1)
        .concatMap(piece -> whenThereIsRoom(piece, pieces), 1)
        // One worker decodes all pieces of a stream, in their order, each once.
        .publishOn(ingest.decoding(), 1)
        .flatMapSequential(
            piece ->
                Mono.defer(() -> pieces.take(piece))
                    .doFinally(signal -> share.release(piece.length())),
            pieces.identified() ? IDENTIFIED_PIECES : properties.streamBatches(),
            1)
        .handle(StreamEndpoint::goOnOrEnd);
  }

  private static List<Piece> split(Splitter splitter, DataBuffer buffer, HeldBytes.Share share) {
    int before = splitter.capacity();
    List<Piece> whole = splitter.add(buffer);
    share.add(splitter.capacity() - before);
    hold(whole, share);
    return whole;
  }

  private static void hold(List<Piece> pieces, HeldBytes.Share share) {
    for (Piece piece : pieces) {
      share.add(piece.length());
    }
  }

  private static void goOnOrEnd(Ack ack, SynchronousSink<Ack> acks) {
    RequestRefusedException end = ack.end();
    if (end == null) {
      acks.next(ack);
    } else {
      acks.error(end);
    }
  }

  /** A stream waits where a request would be told to come again. */
  private static Mono<Piece> whenThereIsRoom(Piece piece, PieceIngest pieces) {
    return Mono.fromRunnable(pieces::checkRoom)
        .retryWhen(
            Retry.fixedDelay(OVERLOAD_PAUSES, OVERLOAD_PAUSE)
                .filter(StreamEndpoint::isOverload)
                .onRetryExhaustedThrow((spec, signal) -> signal.failure()))
        .thenReturn(piece);
  }

  private RequestRefusedException idle() {
    return new RequestRefusedException(
        RejectReason.TOO_SLOW,
        "the stream was idle for "
            + properties.streamIdle().toSeconds()
            + " s; send an empty line now and then");
  }

  private static boolean isOverload(Throwable failure) {
    return failure instanceof RequestRefusedException refused
        && refused.reason() == RejectReason.OVERLOADED;
  }
}
