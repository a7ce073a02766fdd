package io.tidegauge.ingest.admission;

import io.tidegauge.contract.series.SeriesHasher;
import org.jspecify.annotations.Nullable;

/**
 * Looks a request's series up in the cache. Senders keep the order of their series: what came after
 * a series the last time is compared first, without a hash. Not thread-safe.
 */
final class SeriesLookup {

  private final SeriesCache cache;
  private final String tenant;
  private final Protocol protocol;
  private final long tenantHash;
  private final SeriesHasher hasher = new SeriesHasher();
  private @Nullable KnownSeries last;
  private long hash;
  private long hits;
  private long misses;

  SeriesLookup(SeriesCache cache, RequestContext request, long tenantHash) {
    this.cache = cache;
    this.tenant = request.tenant();
    this.protocol = request.protocol();
    this.tenantHash = tenantHash;
  }

  /** The series whose labels came in the same bytes before; null where there is none. */
  @Nullable KnownSeries find(byte[] raw, int offset, int length) {
    KnownSeries before = last;
    KnownSeries series = before == null ? null : cache.at(before.follower());
    if (series == null || !series.is(tenant, protocol, raw, offset, length)) {
      hasher.hash(raw, offset, length);
      hash = hasher.low() ^ tenantHash;
      series = cache.find(tenant, protocol, raw, offset, length, hash);
      if (series != null && before != null) {
        before.follower(series.slot());
      }
    }
    last = series;
    if (series == null) {
      misses++;
    } else {
      hits++;
      series.use();
    }
    return series;
  }

  /** Keeps the series that was looked for and not found. */
  void add(byte[] raw, int offset, int length, SeriesHead head) {
    cache.add(tenant, protocol, raw, offset, length, hash, head);
  }

  /** The request has ended. */
  void end() {
    cache.count(hits, misses);
    hits = 0;
    misses = 0;
  }
}
