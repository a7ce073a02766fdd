package io.tidegauge.ingest.admission;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.samples.SamplesRecordWriter;
import io.tidegauge.contract.samples.Symbol;
import io.tidegauge.contract.series.SeriesHasher;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The labels of the series that is being read: collected in any order, then checked, sorted and
 * hashed once. Not thread-safe; reusable.
 */
final class SeriesHead {

  private final RequestSymbols symbols;
  private final AdmissionProperties limits;
  private final SeriesHasher hasher = new SeriesHasher();
  private final long tenantHigh;
  private final long tenantLow;
  private int[] names = new int[32];
  private int[] values = new int[32];
  private int count;
  private int metric;
  private @Nullable RejectReason reason;
  private String message = "";

  SeriesHead(RequestSymbols symbols, AdmissionProperties limits, byte[] tenant) {
    this.symbols = symbols;
    this.limits = limits;
    hasher.hash(tenant, 0, tenant.length);
    this.tenantHigh = hasher.high();
    this.tenantLow = hasher.low();
  }

  void begin() {
    count = 0;
    metric = 0;
    reason = null;
    message = "";
  }

  /** Adds a label; one with an empty value does not exist. */
  void label(int name, int value) {
    if (value == 0) {
      return;
    }
    if (count == names.length) {
      if (count > limits.maxLabels()) {
        return; // too many already: the check tells
      }
      names = Arrays.copyOf(names, count * 2);
      values = Arrays.copyOf(values, count * 2);
    }
    names[count] = name;
    values[count] = value;
    count++;
    if (name == symbols.name()) {
      metric = value;
    }
  }

  /** Takes the labels of a known series, as if they had been handed over. */
  void load(KnownSeries known) {
    begin();
    Symbol[] labels = known.labels();
    for (int i = 0; i < labels.length; i += 2) {
      label(symbols.intern(labels[i].toString()), symbols.intern(labels[i + 1].toString()));
    }
  }

  /** The value of a label; 0 where there is none. */
  int valueOf(int name) {
    for (int i = 0; i < count; i++) {
      if (names[i] == name) {
        return values[i];
      }
    }
    return 0;
  }

  /** Takes a label off. */
  void drop(int name) {
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (names[i] != name) {
        names[kept] = names[i];
        values[kept] = values[i];
        kept++;
      }
    }
    count = kept;
  }

  /** The series is refused for a reason of the protocol's; the first reason stays. */
  void refuse(RejectReason why, String what) {
    if (reason == null) {
      reason = why;
      message = what;
    }
  }

  /** Checks and sorts the labels and computes the id; false where the series is refused. */
  boolean complete() {
    if (reason == null) {
      sort();
      check();
    }
    if (reason != null) {
      return false;
    }
    hasher.begin(tenantHigh, tenantLow);
    for (int i = 0; i < count; i++) {
      hasher.add(symbols.high(names[i]), symbols.low(names[i]));
      hasher.add(symbols.high(values[i]), symbols.low(values[i]));
    }
    hasher.end();
    return true;
  }

  /** The low half of the tenant's hash. */
  long tenantLow() {
    return tenantLow;
  }

  /** The low half of the id, after {@link #complete}. */
  long idLow() {
    return hasher.low();
  }

  /** The symbol of the metric name. */
  int metric() {
    return metric;
  }

  /** Which label is the metric's name, after {@link #complete}. */
  int metricIndex() {
    int index = 0;
    while (names[index] != symbols.name()) {
      index++;
    }
    return index;
  }

  /** The labels as shared strings, names and values in turns. */
  Symbol[] symbols(SymbolPool pool) {
    Symbol[] labels = new Symbol[2 * count];
    for (int i = 0; i < count; i++) {
      labels[2 * i] = pool.take(symbols, names[i]);
      labels[2 * i + 1] = pool.take(symbols, values[i]);
    }
    return labels;
  }

  @Nullable RejectReason reason() {
    return reason;
  }

  String message() {
    return message;
  }

  void write(SamplesRecordWriter writer) {
    for (int i = 0; i < count; i++) {
      writer.label(write(writer, names[i]), write(writer, values[i]));
    }
  }

  int write(SamplesRecordWriter writer, int symbol) {
    return writer.symbol(
        symbols.bytes(), symbols.start(symbol), symbols.length(symbol), symbols.low(symbol));
  }

  /** The series as Prometheus writes it; not longer than some hundred characters. */
  String text() {
    StringBuilder text = new StringBuilder(symbols.text(metric));
    text.append('{');
    String separator = "";
    for (int i = 0; i < count && text.length() < 512; i++) {
      if (names[i] == symbols.name()) {
        continue;
      }
      text.append(separator).append(symbols.text(names[i])).append("=\"");
      text.append(symbols.text(values[i]).replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
      separator = ", ";
    }
    text.append('}');
    return text.length() <= 1024 ? text.toString() : text.substring(0, 1024) + "…";
  }

  private void check() {
    if (metric == 0) {
      refuse(RejectReason.MISSING_NAME, "the series has no metric name; add the label __name__");
      return;
    }
    if (count > limits.maxLabels()) {
      refuse(
          RejectReason.TOO_MANY_LABELS,
          "the series has more than " + limits.maxLabels() + " labels; send fewer");
      return;
    }
    for (int i = 0; i < count && reason == null; i++) {
      if (i > 0 && names[i] == names[i - 1]) {
        refuse(
            RejectReason.DUPLICATE_LABEL,
            "label '" + symbols.text(names[i]) + "' is there twice; send it once");
      } else {
        checkLabel(names[i], values[i]);
      }
    }
  }

  private void checkLabel(int name, int value) {
    if (symbols.length(name) > limits.maxNameLength()) {
      refuse(
          RejectReason.LABEL_TOO_LONG,
          "a label's name is longer than " + limits.maxNameLength() + " bytes; shorten it");
    } else if (!symbols.isLabelName(name)) {
      refuse(
          RejectReason.INVALID_LABEL,
          "label name '" + symbols.text(name) + "' must match [a-zA-Z_][a-zA-Z0-9_]*");
    } else if (name == symbols.name()) {
      checkMetric(value);
    } else if (symbols.length(value) > limits.maxValueLength()) {
      refuse(
          RejectReason.LABEL_TOO_LONG,
          "the value of label '"
              + symbols.text(name)
              + "' is longer than "
              + limits.maxValueLength()
              + " bytes; shorten it");
    } else if (!symbols.isUtf8(value)) {
      refuse(
          RejectReason.INVALID_LABEL,
          "the value of label '" + symbols.text(name) + "' is not UTF-8");
    }
  }

  private void checkMetric(int value) {
    if (symbols.length(value) > limits.maxNameLength()) {
      refuse(
          RejectReason.LABEL_TOO_LONG,
          "the metric name is longer than " + limits.maxNameLength() + " bytes; shorten it");
    } else if (!symbols.isMetricName(value)) {
      refuse(
          RejectReason.INVALID_NAME,
          "metric name '" + symbols.text(value) + "' must match [a-zA-Z_:][a-zA-Z0-9_:]*");
    }
  }

  /** Insertion sort: most senders sort already. */
  private void sort() {
    for (int i = 1; i < count; i++) {
      int name = names[i];
      int value = values[i];
      int k = i - 1;
      while (k >= 0 && symbols.compare(names[k], name) > 0) {
        names[k + 1] = names[k];
        values[k + 1] = values[k];
        k--;
      }
      names[k + 1] = name;
      values[k + 1] = value;
    }
  }
}
