package io.tidegauge.ingest.http.stream;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.ingest.admission.RequestRefusedException;
import io.tidegauge.ingest.publish.ProducerBatch;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Who sends a stream, so that its observations count once however often they are sent.
 *
 * @param id the producer, {@code Tidegauge-Producer}
 * @param epoch {@code Tidegauge-Epoch}, raised when the producer starts over with its sequence; 0
 *     where it is absent
 * @param firstSequence {@code Tidegauge-Sequence}: the sequence number of the stream's first line,
 *     0 where it is absent; each line is a batch and has the next number, unless it gives its own
 *     {@code seq}
 */
record StreamProducer(String id, long epoch, long firstSequence) {

  static final String PRODUCER = "Tidegauge-Producer";
  static final String EPOCH = "Tidegauge-Epoch";
  static final String SEQUENCE = "Tidegauge-Sequence";

  private static final int MAX_LENGTH = 256;

  /** The producer that a request names; null where it names none. */
  static @Nullable StreamProducer of(ServerRequest request) {
    String id = request.headers().firstHeader(PRODUCER);
    if (id == null || id.isEmpty()) {
      return null;
    }
    if (id.length() > MAX_LENGTH) {
      throw new RequestRefusedException(
          RejectReason.LABEL_TOO_LONG,
          PRODUCER + " is longer than " + MAX_LENGTH + " characters; shorten it");
    }
    return new StreamProducer(id, number(request, EPOCH), number(request, SEQUENCE));
  }

  ProducerBatch batch(long sequence) {
    return new ProducerBatch(id, epoch, sequence);
  }

  private static long number(ServerRequest request, String header) {
    String text = request.headers().firstHeader(header);
    if (text == null) {
      return 0;
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new RequestRefusedException(
          RejectReason.MALFORMED, header + " is an integer, not '" + text + "'");
    }
  }
}
