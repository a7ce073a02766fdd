package io.tidegauge.ingest.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.ingest.admission.HaTracker.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HaTrackerTest {

  private final HaTracker tracker =
      new HaTracker(new HaProperties(true, "cluster", "__replica__", Duration.ofSeconds(30), 2));

  @Test
  void theFirstReplicaCountsUntilItIsSilentForTheFailoverTime() {
    assertThat(tracker.verdict("t", "c", "a", 1_000)).isEqualTo(Verdict.ELECTED);
    assertThat(tracker.verdict("t", "c", "b", 2_000)).isEqualTo(Verdict.NOT_ELECTED);
    assertThat(tracker.verdict("t", "c", "a", 20_000)).isEqualTo(Verdict.ELECTED);

    assertThat(tracker.verdict("t", "c", "b", 49_999)).isEqualTo(Verdict.NOT_ELECTED);
    assertThat(tracker.verdict("t", "c", "b", 50_000)).isEqualTo(Verdict.ELECTED);
    assertThat(tracker.verdict("t", "c", "a", 50_001)).isEqualTo(Verdict.NOT_ELECTED);
    assertThat(tracker.changes()).isEqualTo(1);
  }

  @Test
  void aRequestThatWasReceivedEarlierDoesNotMakeTheReplicaOlder() {
    tracker.verdict("t", "c", "a", 50_000);
    tracker.verdict("t", "c", "a", 10_000);

    assertThat(tracker.verdict("t", "c", "b", 60_000)).isEqualTo(Verdict.NOT_ELECTED);
  }

  @Test
  void clustersAndTenantsElectApart() {
    assertThat(tracker.verdict("t", "c", "a", 1_000)).isEqualTo(Verdict.ELECTED);
    assertThat(tracker.verdict("u", "c", "b", 1_000)).isEqualTo(Verdict.ELECTED);
  }

  @Test
  void noMoreClustersAreKnownThanMayBeAndSilentOnesMakeRoom() {
    tracker.verdict("t", "c1", "a", 1_000);
    tracker.verdict("t", "c2", "a", 20_000);

    assertThat(tracker.verdict("t", "c3", "a", 30_000)).isEqualTo(Verdict.NO_ROOM);
    assertThat(tracker.clusters()).isEqualTo(2);
    assertThat(tracker.verdict("t", "c1", "a", 30_000)).isEqualTo(Verdict.ELECTED);

    assertThat(tracker.verdict("t", "c3", "a", 50_000)).isEqualTo(Verdict.ELECTED);
    assertThat(tracker.clusters()).isEqualTo(2);
  }
}
