package io.tidegauge.query.store;

import io.tidegauge.query.web.Matcher;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A statement under construction: constant text, and arguments that are bound. Not thread-safe. */
final class Sql {

  private final StringBuilder text = new StringBuilder();
  private final List<Object> arguments = new ArrayList<>();

  /** Adds constant text, with a question mark for each argument. */
  Sql add(String constant, Object... bound) {
    text.append(constant);
    arguments.addAll(List.of(bound));
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

  void bind(PreparedStatement statement) throws SQLException {
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i) instanceof Long number) {
        statement.setLong(i + 1, number);
      } else {
        statement.setString(i + 1, String.valueOf(arguments.get(i)));
      }
    }
  }
}
