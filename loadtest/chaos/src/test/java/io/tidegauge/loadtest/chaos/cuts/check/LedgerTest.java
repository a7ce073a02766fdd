package io.tidegauge.loadtest.chaos.cuts.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.loadtest.chaos.cuts.check.Frame.Entry;
import io.tidegauge.loadtest.chaos.cuts.check.Frame.Kind;
import io.tidegauge.loadtest.chaos.cuts.check.Tally.Count;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The check finds what it is to find, and nothing else. */
class LedgerTest {

  private static final Filter FILTER = Filter.ofMetric("m");
  private static final long END = 10;

  private final Tally tally = new Tally();
  private final Ledger ledger = new Ledger("client", FILTER, new Log(), tally);

  /** One series, which changes with each record of its one partition. */
  private static final class Log implements Truth {

    @Override
    public boolean reaches(Place place) {
      return place.next()[0] <= END;
    }

    @Override
    public Place position(String tag) {
      return Place.parse(tag + ".a");
    }

    @Override
    public int size() {
      return 1;
    }

    @Override
    public List<At> at(Filter filter, Place place) {
      long newest = place.next()[0] - 1;
      return newest < 0 ? List.of() : List.of(new At("s", 0, newest, shown(newest)));
    }
  }

  private static Shown shown(long offset) {
    return new Shown(false, offset, offset, 0, offset + 1, 0);
  }

  private void frame(Kind kind, long next, long... offsets) {
    ledger.add(
        new Frame(
            kind,
            kind == Kind.RESET
                ? Optional.empty()
                : Optional.of(Place.parse("t." + Long.toString(next, 36))),
            java.util.Arrays.stream(offsets)
                .mapToObj(offset -> new Entry("s", shown(offset)))
                .toList()));
    ledger.check();
  }

  @Test
  void whatIsRightIsRight() {
    frame(Kind.SNAPSHOT, 1, 0);
    frame(Kind.UPDATE, 3, 2);
    frame(Kind.BEAT, 3);
    frame(Kind.RESET, 0);
    frame(Kind.SNAPSHOT, END, END - 1);

    assertThat(tally.isRight()).as("%s", tally.examples()).isTrue();
    assertThat(tally.of(Count.FRAMES)).isEqualTo(5);
    assertThat(ledger.missing()).isZero();
  }

  @Test
  void anUpdateThatLeavesSomethingOutIsAGap() {
    frame(Kind.SNAPSHOT, 1, 0);
    frame(Kind.UPDATE, 3);

    assertThat(tally.of(Count.GAPS)).isOne();
    assertThat(ledger.missing()).isOne();
  }

  @Test
  void aHeartbeatThatPassesAChangeIsAGap() {
    frame(Kind.SNAPSHOT, 1, 0);
    frame(Kind.BEAT, 2);

    assertThat(tally.of(Count.GAPS)).isOne();
  }

  @Test
  void whatWasToldBeforeIsADuplicate() {
    frame(Kind.SNAPSHOT, 1, 0);
    frame(Kind.UPDATE, 1, 0);

    assertThat(tally.of(Count.DUPLICATES)).isOne();
  }

  @Test
  void anEarlierStateOrPositionIsAStepBack() {
    frame(Kind.SNAPSHOT, 5, 4);
    frame(Kind.UPDATE, 4, 3);

    assertThat(tally.of(Count.BACKWARDS)).isEqualTo(2);
  }

  @Test
  void aSnapshotThatNobodyWasToldOfIsAGap() {
    frame(Kind.SNAPSHOT, 1, 0);
    frame(Kind.SNAPSHOT, 3, 2);

    assertThat(tally.of(Count.GAPS)).isOne();
  }

  @Test
  void whatTheLogDoesNotHaveYetWaits() {
    frame(Kind.SNAPSHOT, END + 1, END);

    assertThat(ledger.check()).isFalse();
    assertThat(ledger.known()).isEmpty();
  }
}
