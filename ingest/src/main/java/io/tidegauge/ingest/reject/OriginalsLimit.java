package io.tidegauge.ingest.reject;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many originals of refused samples are kept: so many bytes of each, so many per tenant and
 * second. Thread-safe.
 */
public final class OriginalsLimit {

  private static final byte[] NONE = new byte[0];
  private static final long SECOND = 1_000_000_000L;

  private final int maxBytes;
  private final int perSecond;
  private final int maxTenants;
  private final ConcurrentHashMap<String, Window> tenants = new ConcurrentHashMap<>();

  private record Window(long startNanos, int taken) {}

  /** Keeps {@code perSecond} originals of {@code maxBytes} for each of {@code maxTenants}. */
  public OriginalsLimit(int maxBytes, int perSecond, int maxTenants) {
    this.maxBytes = maxBytes;
    this.perSecond = perSecond;
    this.maxTenants = maxTenants;
  }

  byte[] take(String tenant, byte[] bytes, int offset, int length) {
    if (length == 0 || perSecond == 0 || maxBytes == 0) {
      return NONE;
    }
    long now = System.nanoTime();
    if (tenants.size() >= maxTenants && !tenants.containsKey(tenant)) {
      tenants.values().removeIf(window -> now - window.startNanos() > SECOND);
      if (tenants.size() >= maxTenants) {
        return NONE;
      }
    }
    Window window =
        tenants.compute(
            tenant,
            (name, old) ->
                old == null || now - old.startNanos() > SECOND
                    ? new Window(now, 1)
                    : new Window(old.startNanos(), Math.min(old.taken() + 1, perSecond + 1)));
    return window.taken() > perSecond
        ? NONE
        : Arrays.copyOfRange(bytes, offset, offset + Math.min(length, maxBytes));
  }

  /** How many tenants are being counted. */
  public int tenants() {
    return tenants.size();
  }
}
