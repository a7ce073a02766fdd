package io.tidegauge.ingest.http.stream;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.ingest.admission.RequestRefusedException;
import io.tidegauge.ingest.http.HttpIngest;
import io.tidegauge.ingest.publish.ProducerBatch;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Who sends a stream, so that its observations count once however often they are sent. A stream
 * with an {@code Idempotency-Key} instead has the whole key as its producer, which numbers the
 * stream's lines or frames from 0: each is a batch of its own here, so the key cannot be that of
 * one.
 *
 * @param id the producer, {@code Tidegauge-Producer}
 * @param epoch {@code Tidegauge-Epoch}, raised when the producer starts over with its sequence; 0
 *     where it is absent
 * @param firstSequence {@code Tidegauge-Sequence}: the sequence number of the stream's first line
 *     or frame, 0 where it is absent; each is a batch and has the next number, unless a line gives
 *     its own {@code seq}
 */
record StreamProducer(String id, long epoch, long firstSequence) {

  static final String PRODUCER = "Tidegauge-Producer";
  static final String EPOCH = "Tidegauge-Epoch";
  static final String SEQUENCE = "Tidegauge-Sequence";

  private static final int MAX_LENGTH = 256;

  /** The producer that a request names; null where it names none. */
  static @Nullable StreamProducer of(ServerRequest request) {
    String id = header(request, PRODUCER);
    String key = header(request, HttpIngest.IDEMPOTENCY_KEY);
    if (id.isEmpty()) {
      return key.isEmpty() ? null : new StreamProducer(key, 0, 0);
    }
    if (!key.isEmpty()) {
      throw new RequestRefusedException(
          RejectReason.MALFORMED,
          "send " + PRODUCER + " or " + HttpIngest.IDEMPOTENCY_KEY + ", not both");
    }
    return new StreamProducer(id, number(request, EPOCH), number(request, SEQUENCE));
  }

  private static String header(ServerRequest request, String name) {
    String text = request.headers().firstHeader(name);
    if (text != null && text.length() > MAX_LENGTH) {
      throw new RequestRefusedException(
          RejectReason.LABEL_TOO_LONG,
          name + " is longer than " + MAX_LENGTH + " characters; shorten it");
    }
    return text == null ? "" : text;
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
      long number = Long.parseLong(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new RequestRefusedException(
        RejectReason.MALFORMED, header + " is an integer of 0 or more, not '" + text + "'");
  }
}
