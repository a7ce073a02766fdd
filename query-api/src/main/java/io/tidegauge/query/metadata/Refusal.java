package io.tidegauge.query.metadata;

import io.r2dbc.spi.R2dbcException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells what PostgreSQL answered that it cannot hold from a PostgreSQL that is not there. */
final class Refusal {

  /** Classes of SQLSTATE: data exception, integrity constraint, program limit exceeded. */
  private static final Set<String> CLASSES = Set.of("22", "23", "54");

  private Refusal() {}

  /** Whether the database answered, and what it refused was the data. */
  static boolean is(@Nullable Throwable error) {
    return error instanceof R2dbcException refused
        && refused.getSqlState() != null
        && CLASSES.contains(refused.getSqlState().substring(0, 2));
  }
}
