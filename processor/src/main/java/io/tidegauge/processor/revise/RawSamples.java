package io.tidegauge.processor.revise;

import io.tidegauge.contract.series.SeriesId;
import java.util.List;
import java.util.Map;

/** The raw samples of the history store. */
interface RawSamples {

  /**
   * The samples of some series in one 24h window, of the samples records up to an offset of one
   * partition: per series sorted by (timestamp, offset, index). Left out are the duplicates of a
   * record that was inserted twice, and those of a numbered batch that was sent again.
   *
   * @param day start of the 24h window, ms since the epoch
   * @throws RawSamplesUnavailableException when the store does not answer; to be tried again
   */
  Map<SeriesId, List<RawSample>> read(List<SeriesId> series, long day, int epoch, long offset);

  /**
   * From which time on no sample has been deleted for its age, ms since the epoch, by the store's
   * own clock. Asked after {@link #read}, it tells whether what was read was all.
   *
   * @throws RawSamplesUnavailableException when the store does not answer; to be tried again
   */
  long keptFrom();

  /**
   * One raw sample.
   *
   * @param timestamp ms since the epoch
   */
  record RawSample(long timestamp, double value) {}

  /** The store does not answer. */
  final class RawSamplesUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RawSamplesUnavailableException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
