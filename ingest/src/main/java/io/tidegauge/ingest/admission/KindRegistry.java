package io.tidegauge.ingest.admission;

import io.tidegauge.contract.series.MetricKind;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of metric families that agents told apart from their samples (Remote-Write 1.0's
 * metadata), by tenant. Bounded: families over a tenant's limit are not learnt, and their series
 * are told by their names. Thread-safe.
 */
public final class KindRegistry {

  private static final String[] COUNTER_SUFFIXES = {"_total", "_count", "_sum", "_bucket"};

  private final ConcurrentHashMap<String, ConcurrentHashMap<String, FamilyType>> tenants =
      new ConcurrentHashMap<>();
  private final AtomicLong version = new AtomicLong();
  private final int maxTenants;
  private final int maxFamilies;

  /** A registry for so many tenants, with so many families each. */
  public KindRegistry(int maxTenants, int maxFamilies) {
    this.maxTenants = maxTenants;
    this.maxFamilies = maxFamilies;
  }

  /** Learns the type of a metric family. */
  public void learn(String tenant, String family, FamilyType type) {
    ConcurrentHashMap<String, FamilyType> families = tenants.get(tenant);
    if (families == null) {
      if (tenants.size() >= maxTenants) {
        return;
      }
      families = tenants.computeIfAbsent(tenant, name -> new ConcurrentHashMap<>());
    }
    if (families.size() < maxFamilies || families.containsKey(family)) {
      if (families.put(family, type) != type) {
        version.incrementAndGet();
      }
    }
  }

  /**
   * Changes whenever what {@link #resolve} gives may have changed; to be read before it is called.
   */
  long version() {
    return version.get();
  }

  /** How many families are known, of all tenants. */
  public int size() {
    int size = 0;
    for (ConcurrentHashMap<String, FamilyType> families : tenants.values()) {
      size += families.size();
    }
    return size;
  }

  /**
   * The kind of a series whose sender did not tell: by what was learnt of its metric or its family,
   * else by its name's suffix, else a gauge.
   */
  public MetricKind resolve(String tenant, String metric) {
    ConcurrentHashMap<String, FamilyType> families = tenants.get(tenant);
    if (families != null) {
      FamilyType own = families.get(metric);
      if (own != null) {
        return own.kindOf(metric);
      }
      String family = familyOf(metric);
      FamilyType type = family == null ? null : families.get(family);
      if (type != null) {
        return type.kindOf(metric);
      }
    }
    return bySuffix(metric);
  }

  /** The kind that a metric's name alone suggests. */
  public static MetricKind bySuffix(String metric) {
    return familyOf(metric) == null ? MetricKind.GAUGE : MetricKind.COUNTER;
  }

  private static @Nullable String familyOf(String metric) {
    for (String suffix : COUNTER_SUFFIXES) {
      if (metric.endsWith(suffix) && metric.length() > suffix.length()) {
        return metric.substring(0, metric.length() - suffix.length());
      }
    }
    return null;
  }
}
