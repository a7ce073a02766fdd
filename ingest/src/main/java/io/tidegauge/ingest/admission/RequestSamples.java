package io.tidegauge.ingest.admission;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.topic.RecordKind;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.ingest.publish.Durability;
import io.tidegauge.ingest.publish.IdentifiedBatch;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Takes the samples of one request from its protocol's decoder. A refused sample is recorded with
 * its reason and never takes a good one with it. Nothing here blocks or waits; used by one thread
 * at a time.
 *
 * <pre>
 * samples.beginSeries();            // or by what came, and without labels where that is known
 * samples.label(…);                 // any order, the metric name as label __name__
 * samples.kind(…);                  // where the protocol tells it
 * samples.sample(timestamp, value); // any number; labels and kind are complete by the first
 * samples.endSeries();
 * …
 * samples.finish()                  // once, whatever happened before
 * </pre>
 *
 * <p>Slices that are given are copied, except that of {@link #original}, which must stay until
 * {@link #endSeries}.
 */
public final class RequestSamples {

  /** Bits of Prometheus' stale marker: accepted, ends the series' live state. */
  public static final long STALE_MARKER = 0x7ff0000000000002L;

  private final RequestContext request;
  private final Admission admission;
  private final RequestSymbols symbols;
  private final StagedSeries series;
  private final Durability durability = new Durability();
  private final Refusals refusals;
  private final long oldest;
  private final long newest;
  private @Nullable IdentifiedBatch identified;
  private @Nullable RequestRefusedException failure;
  private long accepted;
  private long duplicates;

  RequestSamples(RequestContext request, Admission admission, RequestSymbols symbols, long now) {
    this.request = request;
    this.admission = admission;
    this.symbols = symbols;
    this.series =
        new StagedSeries(
            request,
            symbols,
            admission.kinds(),
            admission.limits(),
            admission.replicas(request.tenant(), symbols, now),
            admission.knownSeries());
    this.refusals =
        new Refusals(
            request, now, admission.rejects(), durability, admission.limits().maxDetails());
    this.oldest = admission.oldestAdmitted(now);
    this.newest = now + admission.limits().maxAhead().toMillis();
  }

  /** The request's tenant and protocol. */
  public RequestContext request() {
    return request;
  }

  /** Whether the request has failed as a whole, so that decoding can stop. */
  public boolean failed() {
    return failure != null;
  }

  /** How many samples were refused so far. */
  public long rejected() {
    return refusals.total();
  }

  /** How many samples were accepted so far; they are durable when {@link #finish} says so. */
  public long accepted() {
    return accepted;
  }

  /** A string of this request (UTF-8 bytes), hashed and checked once; 0 is the empty string. */
  public int symbol(byte[] bytes, int offset, int length) {
    return length == 0 ? 0 : symbols.intern(bytes, offset, length);
  }

  /** A string of this request. */
  public int symbol(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return symbol(bytes, 0, bytes.length);
  }

  /** The text of a symbol (allocates). */
  public String textOf(int symbol) {
    return symbols.text(symbol);
  }

  /** Starts a series. */
  public void beginSeries() {
    series.begin();
  }

  /**
   * Starts a series by the bytes that hold all of its labels and nothing else, in a form of the
   * protocol's in which the same bytes always mean the same labels. They stay until {@link
   * #endSeries}.
   *
   * @return whether they are known: then no labels are to be handed over; else all are
   */
  public boolean beginSeries(byte[] raw, int offset, int length) {
    return series.begin(raw, offset, length);
  }

  /** Adds a label by symbols. */
  public void label(int nameSymbol, int valueSymbol) {
    series.label(nameSymbol, valueSymbol);
  }

  /** Adds a label. */
  public void label(
      byte[] name, int nameOffset, int nameLength, byte[] value, int valueOffset, int valueLength) {
    series.label(symbol(name, nameOffset, nameLength), symbol(value, valueOffset, valueLength));
  }

  /** Adds a label. */
  public void label(String name, String value) {
    series.label(symbol(name), symbol(value));
  }

  /** Adds the metric name by symbol. */
  public void name(int symbol) {
    series.label(symbols.name(), symbol);
  }

  /** Adds the metric name. */
  public void name(String metric) {
    name(symbol(metric));
  }

  /**
   * The kind, where the protocol tells it; else it is found by metadata learnt and by name. With
   * {@link MetricKind#OBSERVATION} each value is one event.
   */
  public void kind(MetricKind told) {
    series.kind(told);
  }

  /** The type of the series' family, where the protocol tells it. */
  public void familyType(FamilyType type) {
    series.familyType(type);
  }

  /** The symbol of the unit. */
  public void unit(int symbol) {
    series.unit(symbol);
  }

  /** The symbol of the help text. */
  public void help(int symbol) {
    series.help(symbol);
  }

  /** What was sent, for the rejects topic; not copied unless a sample is refused. */
  public void original(byte[] bytes, int offset, int length) {
    series.original(bytes, offset, length);
  }

  /** Refuses all samples of the current series that follow, for a reason of the protocol's. */
  public void refuseSeries(RejectReason reason, String message) {
    series.refuse(reason, message);
  }

  /**
   * Adds a sample of the current series.
   *
   * @param timestamp ms since the epoch
   * @param value every bit is kept
   * @return whether nothing is wrong with it: it was admitted, or another replica's counts instead
   */
  public boolean sample(long timestamp, double value) {
    if (!series.valid()) {
      if (series.isDuplicate()) {
        series.addDuplicate();
        return true;
      }
      refuse(series.reason(), series.message(), timestamp, value);
      return false;
    }
    if (timestamp > newest) {
      refuse(
          RejectReason.TOO_FAR_IN_FUTURE,
          "the timestamp is more than "
              + admission.limits().maxAhead().toSeconds()
              + " s ahead of the gateway's clock; check the sender's clock and the precision",
          timestamp,
          value);
      return false;
    }
    if (timestamp < oldest) {
      refuse(
          RejectReason.TOO_OLD,
          "the timestamp's day starts before what is kept ("
              + admission.rawRetention().toHours()
              + " h); send it earlier or raise tidegauge.raw-retention",
          timestamp,
          value);
      return false;
    }
    if (Double.isInfinite(value) && !request.protocol().allowsInfinities()) {
      refuse(RejectReason.INVALID_VALUE, "the value is infinite; leave it out", timestamp, value);
      return false;
    }
    series.add(timestamp, value);
    return true;
  }

  /**
   * Ends the series; gives how many of its samples were accepted, or stand for another replica's:
   * their sender need not hear that these were not written.
   */
  public int endSeries() {
    if (series.isDuplicate()) {
      duplicates += series.duplicates();
      return series.duplicates();
    }
    int count = series.sampleCount();
    if (count == 0 || failure != null) {
      return 0;
    }
    // A part of a stream is bounded, and was let in as a whole.
    if (!request.protocol().comesInParts() && admission.overloaded()) {
      fail(Admission.overload());
      return 0;
    }
    MetricKind resolved = series.resolveKind();
    int partition = Topics.partition(series.idLow(), admission.partitions());
    accepted += count;
    if (resolved == MetricKind.OBSERVATION && request.batch() != null) {
      addIdentified(partition);
    } else {
      RecordKind recordKind =
          resolved == MetricKind.OBSERVATION ? RecordKind.OBSERVATIONS : RecordKind.SAMPLES;
      admission.gatherer().add(request.tenant(), partition, recordKind, series, durability);
    }
    series.clearSamples();
    return count;
  }

  /** Refuses a sample of the current series that could not be read as one. */
  public void refuse(RejectReason reason, String message, long timestamp, double value) {
    if (refusals.wantsDetail()) {
      series.refuse(refusals, reason, message, timestamp, value);
    } else {
      refusals.addCounted(reason, 1);
    }
  }

  /** Refuses something outside of any series that counts as one sample, such as a broken line. */
  public void refuse(RejectReason reason, String message, byte[] bytes, int offset, int length) {
    if (refusals.wantsDetail()) {
      refusals.addDetailed(new Refusal(reason, message, "", 0, Double.NaN), bytes, offset, length);
    } else {
      refusals.addCounted(reason, 1);
    }
  }

  /**
   * The whole request fails; what was accepted before may be written, and counts once if resent.
   */
  public void fail(RequestRefusedException cause) {
    if (failure == null) {
      failure = cause;
    }
  }

  /**
   * Ends the request; call it once, whatever happened. Completes when all that was accepted, and
   * the record of what was refused, is durable; fails with {@link RequestRefusedException} where
   * the request is to be sent again, or failed as a whole.
   */
  public Mono<Outcome> finish() {
    RequestRefusedException failed = failure;
    if (failed != null && !failed.counted() && !failed.reason().retryable()) {
      refusals.addWhole(failed, Math.max(1, accepted));
      failed.asCounted();
    }
    refusals.finish();
    if (identified != null) {
      if (failed == null) {
        identified.send();
      } else {
        identified.drop();
      }
    }
    series.end();
    admission.recycle(symbols);
    Mono<Void> durable = durability.seal();
    String protocol = request.protocol().label();
    if (failed != null && failed.reason().retryable()) {
      if (!failed.counted()) {
        admission.rejects().count(failed.reason(), protocol, Math.max(1, accepted));
      }
      return Mono.error(failed.asCounted());
    }
    Mono<Void> recorded = durable.onErrorMap(cause -> unavailable(protocol));
    if (failed != null) {
      return recorded.then(Mono.error(failed));
    }
    return recorded.then(
        Mono.fromSupplier(
            () -> {
              admission.rejects().countAccepted(protocol, accepted);
              admission.rejects().countDuplicates(protocol, duplicates);
              return refusals.outcome(accepted);
            }));
  }

  private void addIdentified(int partition) {
    if (identified == null && request.batch() != null) {
      identified = admission.gatherer().identified(request.tenant(), request.batch(), durability);
    }
    if (identified != null && !identified.add(partition, series)) {
      fail(
          new RequestRefusedException(
              RejectReason.BODY_TOO_LARGE,
              "a batch of observations with an identity is too large; send smaller batches"));
    }
  }

  private RequestRefusedException unavailable(String protocol) {
    admission.rejects().count(RejectReason.UNAVAILABLE, protocol, Math.max(1, accepted));
    return new RequestRefusedException(
            RejectReason.UNAVAILABLE, "Kafka did not confirm in time; send the same request again")
        .asCounted();
  }
}
