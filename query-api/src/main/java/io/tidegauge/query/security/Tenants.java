package io.tidegauge.query.security;

import java.util.List;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;

/** Who asks: the header X-Scope-OrgID. */
public final class Tenants {

  /** The header. */
  public static final String HEADER = "X-Scope-OrgID";

  /** The tenant where the header is absent. */
  public static final String DEFAULT = "default";

  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private Tenants() {}

  /** The tenant of a request. */
  public static String of(HttpHeaders headers) {
    List<String> values = headers.getOrEmpty(HEADER);
    if (values.isEmpty()) {
      return DEFAULT;
    }
    if (values.size() > 1 || !VALID.matcher(values.getFirst()).matches()) {
      throw new ProblemException(
          ProblemType.INVALID_TENANT,
          HEADER + " must be given once, with 1 to 64 of the characters A-Z, a-z, 0-9, _ and -");
    }
    return values.getFirst();
  }
}
