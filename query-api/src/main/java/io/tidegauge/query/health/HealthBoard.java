package io.tidegauge.query.health;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How all servers were at the last look. Thread-safe for readers. */
@Component
public final class HealthBoard {

  private final Map<String, TenantHealth> tenants = new ConcurrentHashMap<>();

  /** How a server was; null where it has not been looked at. */
  public @Nullable ServerHealth of(String tenant, String server) {
    TenantHealth health = tenants.get(tenant);
    return health == null ? null : health.of(server);
  }

  boolean knows(String tenant) {
    return tenants.containsKey(tenant);
  }

  TenantHealth tenant(String tenant) {
    return tenants.computeIfAbsent(tenant, TenantHealth::new);
  }

  Collection<TenantHealth> tenants() {
    return tenants.values();
  }
}
