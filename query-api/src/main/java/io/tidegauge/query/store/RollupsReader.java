package io.tidegauge.query.store;

import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.window.Window;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of one series after the other, of an answer that has all of a series together. A
 * window without samples is left out: it is what became of one that should not have been. Not
 * thread-safe.
 */
final class RollupsReader implements Queries.GroupReader<StoredRollups> {

  private final RollupColumns columns;
  private final Window window;

  /** The series of the row that is half read; null where none is. */
  private @Nullable SeriesId ahead;

  RollupsReader(RollupColumns columns, Window window) {
    this.columns = columns;
    this.window = window;
  }

  @Override
  public @Nullable StoredRollups next(RowBinary rows) throws IOException {
    SeriesId series = ahead;
    if (series == null) {
      if (!rows.hasNext()) {
        return null;
      }
      series = rows.seriesId();
    }
    List<Rollup> rollups = new ArrayList<>();
    SeriesId id = series;
    while (series.equals(id)) {
      Rollup rollup = columns.read(rows, window);
      if (!rollup.aggregate().isEmpty()) {
        rollups.add(rollup);
      }
      id = rows.hasNext() ? rows.seriesId() : null;
    }
    ahead = id;
    return new StoredRollups(series, rollups);
  }
}
