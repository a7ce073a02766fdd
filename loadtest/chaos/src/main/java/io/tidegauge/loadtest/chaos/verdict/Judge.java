package io.tidegauge.loadtest.chaos.verdict;

import io.tidegauge.engines.ClickHouseEndpoint;
import io.tidegauge.loadtest.audit.Comparison;
import io.tidegauge.loadtest.audit.Difference;
import io.tidegauge.loadtest.http.CallException;
import io.tidegauge.loadtest.http.HttpCalls;
import io.tidegauge.loadtest.model.LoadSeries;
import io.tidegauge.loadtest.oracle.Oracle;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares every raw sample and all four windows of every series, at every query node, with the
 * oracles.
 */
public final class Judge {

  private static final HttpCalls.Patience PATIENCE =
      new HttpCalls.Patience(30, Duration.ofSeconds(30), Duration.ofSeconds(2));

  private final List<Oracle> oracles;
  private final List<URI> queryNodes;
  private final ClickHouse clickhouse;
  private final String tenant;
  private final long from;
  private final long to;

  /**
   * A judge of a load.
   *
   * @param oracles the right answers, each of other series
   * @param end of all windows
   */
  public Judge(
      List<Oracle> oracles,
      List<URI> queryNodes,
      ClickHouseEndpoint clickhouse,
      String tenant,
      Instant end) {
    this.oracles = List.copyOf(oracles);
    this.queryNodes = List.copyOf(queryNodes);
    this.clickhouse = new ClickHouse(clickhouse);
    this.tenant = tenant;
    this.from = end.minus(Duration.ofDays(5)).toEpochMilli();
    this.to = end.toEpochMilli();
  }

  /**
   * Compares once.
   *
   * @throws ComparisonException where a store or a query node cannot be asked, or refuses
   */
  public Verdict judge() {
    try {
      return compare();
    } catch (CallException e) {
      throw new ComparisonException(e.getMessage(), e);
    }
  }

  private Verdict compare() {
    RawComparison raw = new RawComparison(clickhouse, tenant);
    oracles.forEach(raw::compare);
    raw.checkRows();
    long lost = raw.missing();
    long doubled = raw.surplus();
    long wrong = 0;
    long windows = 0;
    List<Difference> differences = new ArrayList<>();
    for (URI node : queryNodes) {
      HttpCalls calls = new HttpCalls(List.of(node), tenant, PATIENCE);
      long missing = 0;
      long surplus = 0;
      long wrongHere = 0;
      windows = 0;
      for (Oracle oracle : oracles) {
        Comparison comparison = Comparison.of(oracle, calls, from, to, true);
        missing += comparison.missing();
        surplus += comparison.surplus();
        wrongHere += comparison.wrong();
        windows += comparison.compared();
        if (differences.size() < 50) {
          differences.addAll(comparison.differences());
        }
      }
      lost = Math.max(lost, missing);
      doubled = Math.max(doubled, surplus);
      wrong = Math.max(wrong, wrongHere);
    }
    return new Verdict(
        raw.compared(), lost, doubled, wrong, windows, differences, raw.differences());
  }

  /** The series' id in ClickHouse; empty where it has none. */
  public String id(LoadSeries series) {
    return new RawComparison(clickhouse, tenant).id(series);
  }
}
