package io.tidegauge.cli.api;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A path of the API with its parameters. Immutable.
 *
 * @param target path and query, encoded
 */
public record Call(String target) {

  /** A path made of segments, each of which is encoded. */
  public static Call to(String... segments) {
    StringBuilder path = new StringBuilder("/api/v1");
    for (String segment : segments) {
      path.append('/').append(encode(segment));
    }
    return new Call(path.toString());
  }

  /** With another parameter. */
  public Call with(String name, String value) {
    return new Call(
        target + (target.contains("?") ? "&" : "?") + encode(name) + "=" + encode(value));
  }

  /** With a parameter for each value. */
  public Call withEach(String name, List<String> values) {
    Call call = this;
    for (String value : values) {
      call = call.with(name, value);
    }
    return call;
  }

  /** Where it is of an API that is at an address, which may have a path of its own. */
  URI at(URI base) {
    return URI.create(base.toString().replaceFirst("/+$", "") + target);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
