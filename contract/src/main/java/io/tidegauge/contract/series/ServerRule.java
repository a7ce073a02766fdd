package io.tidegauge.contract.series;

import java.util.List;

/**
 * Which server a series belongs to: the first of a few labels that is there. The port of {@code
 * instance} is left out, so that the exporters of one host are one server.
 */
public final class ServerRule {

  private static final List<String> LABELS = List.of("host", "host_name", "hostname", "instance");

  private ServerRule() {}

  /** The server's id; empty where the series belongs to none. */
  public static String serverOf(Labels labels) {
    for (String name : LABELS) {
      String value = labels.get(name);
      if (value != null) {
        return name.equals("instance") ? withoutPort(value) : value;
      }
    }
    return "";
  }

  private static String withoutPort(String instance) {
    int colon = instance.lastIndexOf(':');
    boolean isPort =
        colon > 0
            && colon < instance.length() - 1
            && instance.chars().skip(colon + 1L).allMatch(c -> c >= '0' && c <= '9')
            && (instance.indexOf(':') == colon || instance.charAt(colon - 1) == ']');
    return isPort ? instance.substring(0, colon) : instance;
  }
}
