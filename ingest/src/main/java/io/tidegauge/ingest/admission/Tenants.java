package io.tidegauge.ingest.admission;

import io.tidegauge.contract.reject.RejectReason;
import org.jspecify.annotations.Nullable;

/** The tenant that a request names: 1 to 64 of {@code [A-Za-z0-9_-]}. */
public final class Tenants {

  /** The header (and gRPC metadata key) that names the tenant. */
  public static final String HEADER = "X-Scope-OrgID";

  /** The tenant of requests that name none. */
  public static final String DEFAULT = "default";

  private static final int MAX_LENGTH = 64;

  private Tenants() {}

  /**
   * The tenant of a header's value.
   *
   * @param header the value, null where the header is absent
   * @throws RequestRefusedException where it is not a tenant's name
   */
  public static String of(@Nullable String header) {
    if (header == null || header.isEmpty()) {
      return DEFAULT;
    }
    boolean valid = header.length() <= MAX_LENGTH;
    for (int i = 0; valid && i < header.length(); i++) {
      char c = header.charAt(i);
      valid =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '_'
              || c == '-';
    }
    if (!valid) {
      throw new RequestRefusedException(
          RejectReason.INVALID_NAME,
          HEADER + " must be 1 to " + MAX_LENGTH + " letters, digits, underscores or dashes");
    }
    return header;
  }
}
