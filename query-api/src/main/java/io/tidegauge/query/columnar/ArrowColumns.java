package io.tidegauge.query.columnar;

import io.tidegauge.query.json.Measure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The columns of one record batch, in the order of {@link ArrowSchema}. Used once. */
final class ArrowColumns {

  private final Table table;
  private final ArrowBody body = new ArrowBody();
  private final Map<String, byte[]> encoded = new HashMap<>();

  ArrowColumns(Table table) {
    this.table = table;
  }

  ArrowBody of(List<Row> rows) {
    texts(Collections.nCopies(rows.size(), table.metric()));
    texts(Collections.nCopies(rows.size(), table.window()));
    starts(rows);
    labels(rows);
    for (Measure measure : table.measures()) {
      if (measure.isCount()) {
        counts(rows);
      } else {
        numbers(rows, measure);
      }
    }
    finals(rows);
    return body;
  }

  private void texts(List<String> texts) {
    body.field(texts.size(), 0);
    body.allValid();
    List<byte[]> bytes = texts.stream().map(this::utf8).toList();
    int total = offsets(bytes.stream().mapToInt(b -> b.length).toArray());
    ByteBuffer data = body.begin(total);
    bytes.forEach(data::put);
    body.end();
  }

  private byte[] utf8(String text) {
    return encoded.computeIfAbsent(text, same -> same.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes where each of some lengths begins and where the last one ends, which it returns. */
  private int offsets(int[] lengths) {
    ByteBuffer buffer = body.begin((lengths.length + 1) * Integer.BYTES);
    int offset = 0;
    buffer.putInt(offset);
    for (int length : lengths) {
      offset = Math.addExact(offset, length);
      buffer.putInt(offset);
    }
    body.end();
    return offset;
  }

  private void starts(List<Row> rows) {
    body.field(rows.size(), 0);
    body.allValid();
    ByteBuffer buffer = body.begin(rows.size() * Long.BYTES);
    rows.forEach(row -> buffer.putLong(row.point().start()));
    body.end();
  }

  private void labels(List<Row> rows) {
    body.field(rows.size(), 0);
    body.allValid();
    int entries = offsets(rows.stream().mapToInt(row -> row.labels().size()).toArray());
    body.field(entries, 0);
    body.allValid();
    List<String> names = new ArrayList<>(entries);
    List<String> values = new ArrayList<>(entries);
    for (Row row : rows) {
      row.labels()
          .forEach(
              (name, value) -> {
                names.add(name);
                values.add(value);
              });
    }
    texts(names);
    texts(values);
  }

  private void counts(List<Row> rows) {
    body.field(rows.size(), 0);
    body.allValid();
    ByteBuffer buffer = body.begin(rows.size() * Long.BYTES);
    rows.forEach(row -> buffer.putLong(row.point().aggregate().count()));
    body.end();
  }

  private void numbers(List<Row> rows, Measure measure) {
    boolean[] present = new boolean[rows.size()];
    int nulls = 0;
    for (int i = 0; i < present.length; i++) {
      present[i] = measure.appliesTo(rows.get(i).point().aggregate());
      nulls += present[i] ? 0 : 1;
    }
    body.field(present.length, nulls);
    if (nulls == 0) {
      body.allValid();
    } else {
      body.bits(present);
    }
    ByteBuffer buffer = body.begin(present.length * Double.BYTES);
    for (int i = 0; i < present.length; i++) {
      buffer.putDouble(present[i] ? measure.of(rows.get(i).point(), table.watermark()) : 0);
    }
    body.end();
  }

  private void finals(List<Row> rows) {
    body.field(rows.size(), 0);
    body.allValid();
    boolean[] bits = new boolean[rows.size()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = rows.get(i).point().isFinal();
    }
    body.bits(bits);
  }
}
