package io.tidegauge.query.security;

import java.net.URI;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** Keeps web pages of other origins away where the browser's own rules would not. */
public final class Origins {

  private Origins() {}

  /**
   * Refuses a request that a page of another origin makes; for WebSockets and changes, which
   * cross-origin rules do not stop. Requests without an Origin header come from no page.
   */
  public static void requireSame(ServerHttpRequest request) {
    String origin = request.getHeaders().getFirst(HttpHeaders.ORIGIN);
    String host = request.getHeaders().getFirst(HttpHeaders.HOST);
    String authority = host == null ? request.getURI().getAuthority() : host;
    if (origin != null && !sameAuthority(origin, authority)) {
      throw new ProblemException(
          ProblemType.FOREIGN_ORIGIN,
          "Origin is " + origin + "; only pages that this node serves itself may do this");
    }
  }

  private static boolean sameAuthority(String origin, String authority) {
    try {
      return authority.equalsIgnoreCase(URI.create(origin).getAuthority());
    } catch (IllegalArgumentException e) {
      // "null", or no URI at all: not ours.
      return false;
    }
  }
}
