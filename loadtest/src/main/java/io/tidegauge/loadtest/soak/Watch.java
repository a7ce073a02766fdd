package io.tidegauge.loadtest.soak;

import io.tidegauge.loadtest.http.CallException;
import io.tidegauge.loadtest.http.MetricsEndpoint;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The measures of each service over a run, read from their metrics endpoints. Not thread-safe. */
final class Watch {

  private final List<Service> services = new ArrayList<>();

  private record Service(String name, MetricsEndpoint metrics, Map<Measure, Trend> trends) {}

  /** Of services by name, each with its address. */
  Watch(Map<String, URI> addresses) {
    new TreeMap<>(addresses)
        .forEach(
            (name, address) ->
                services.add(
                    new Service(name, new MetricsEndpoint(address), new EnumMap<>(Measure.class))));
  }

  /**
   * Reads all once.
   *
   * @throws CallException where a service does not answer, or not with metrics
   */
  void read() throws InterruptedException {
    for (Service service : services) {
      Map<Measure, Double> values = Measure.read(service.metrics().read());
      if (values.isEmpty()) {
        throw new CallException(service.metrics() + " has no metrics of a JVM");
      }
      values.forEach(
          (measure, value) ->
              service.trends().computeIfAbsent(measure, ignored -> new Trend()).add(value));
    }
  }

  /** The newest values, for a progress line. */
  String newest() {
    List<String> parts = new ArrayList<>();
    for (Service service : services) {
      List<String> values = new ArrayList<>();
      service
          .trends()
          .forEach(
              (measure, trend) -> values.add(measure.title() + " " + measure.text(trend.newest())));
      parts.add(service.name() + ": " + String.join(", ", values));
    }
    return String.join("; ", parts);
  }

  /** Each measure at the beginning and at the end; those that grew are marked. */
  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    for (Service service : services) {
      service
          .trends()
          .forEach(
              (measure, trend) -> {
                if (trend.known()) {
                  findings.add(Finding.of(service.name(), measure, trend));
                }
              });
    }
    return findings;
  }

  /**
   * What became of one measure of one service.
   *
   * @param grew whether it is over the limit that follows from the beginning
   */
  record Finding(String text, boolean grew) {

    static Finding of(String service, Measure measure, Trend trend) {
      boolean grew = trend.late() > measure.limit(trend.early());
      String text =
          "%-10s %-15s %14s -> %14s, at the most %14s  %s"
              .formatted(
                  service,
                  measure.title(),
                  measure.text(trend.early()),
                  measure.text(trend.late()),
                  measure.text(trend.highest()),
                  grew ? "GREW" : "flat");
      return new Finding(text, grew);
    }
  }
}
