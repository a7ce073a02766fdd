package io.tidegauge.query.store;

import io.tidegauge.query.web.Matcher;
import java.util.ArrayList;
import java.util.List;

/**
 * A statement under construction: constant text, and arguments that ClickHouse puts in
 * (clickhouse.com/docs/interfaces/http, queries with parameters). Not thread-safe.
 */
final class Sql {

  private final StringBuilder text = new StringBuilder();
  private final List<String> arguments = new ArrayList<>();

  /** Adds constant text, with a question mark for each argument: a Long, or a text. */
  Sql add(String constant, Object... bound) {
    int from = 0;
    for (Object argument : bound) {
      int mark = constant.indexOf('?', from);
      text.append(constant, from, mark)
          .append('{')
          .append(name(arguments.size()))
          .append(argument instanceof Long ? ":Int64}" : ":String}");
      arguments.add(argument.toString());
      from = mark + 1;
    }
    text.append(constant, from, constant.length());
    return this;
  }

  /** Adds a condition for each matcher. */
  Sql matching(List<Matcher> matchers) {
    for (Matcher matcher : matchers) {
      add(" AND labels[?] = ?", matcher.label(), matcher.value());
    }
    return this;
  }

  String text() {
    return text.toString();
  }

  /** The arguments, in the order of their {@link #name}s. */
  List<String> arguments() {
    return List.copyOf(arguments);
  }

  /** What the text calls an argument. */
  static String name(int argument) {
    return "a" + argument;
  }
}
