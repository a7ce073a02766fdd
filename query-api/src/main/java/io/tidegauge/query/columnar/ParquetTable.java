package io.tidegauge.query.columnar;

import io.tidegauge.query.json.Measure;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * The schema of a table and how a row is written under it. The methods with Hadoop's configuration
 * are never called; its classes are there when this is compiled, not when it runs. Not thread-safe.
 */
final class ParquetTable extends WriteSupport<Row> {

  private static final String ENTRIES = "key_value";
  private static final String KEY = "key";
  private static final String VALUE = "value";

  private final Table table;
  private final Binary metric;
  private final Binary window;
  private @org.jspecify.annotations.Nullable RecordConsumer out;

  ParquetTable(Table table) {
    this.table = table;
    this.metric = Binary.fromString(table.metric());
    this.window = Binary.fromString(table.window());
  }

  /** Builds a writer of a table. */
  static final class Builder extends ParquetWriter.Builder<Row, Builder> {

    private final Table table;

    Builder(OutputFile file, Table table) {
      super(file);
      this.table = table;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<Row> getWriteSupport(ParquetConfiguration configuration) {
      return new ParquetTable(table);
    }

    @Override
    protected WriteSupport<Row> getWriteSupport(Configuration configuration) {
      throw withoutHadoop();
    }
  }

  private static UnsupportedOperationException withoutHadoop() {
    return new UnsupportedOperationException("Parquet is written without Hadoop here");
  }

  @Override
  public WriteContext init(Configuration configuration) {
    throw withoutHadoop();
  }

  @Override
  public WriteContext init(ParquetConfiguration configuration) {
    return new WriteContext(schema(table), table.metadata());
  }

  static MessageType schema(Table table) {
    Types.MessageTypeBuilder columns = Types.buildMessage();
    columns.addField(text(Table.METRIC));
    columns.addField(text(Table.WINDOW));
    columns.addField(
        Types.required(PrimitiveTypeName.INT64)
            .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MILLIS))
            .named(Table.START));
    columns.addField(
        Types.requiredGroup()
            .as(LogicalTypeAnnotation.mapType())
            .addField(Types.repeatedGroup().addFields(text(KEY), text(VALUE)).named(ENTRIES))
            .named(Table.LABELS));
    for (Measure measure : table.measures()) {
      columns.addField(
          Types.primitive(
                  measure.isCount() ? PrimitiveTypeName.INT64 : PrimitiveTypeName.DOUBLE,
                  measure.mayBeAbsent() ? Type.Repetition.OPTIONAL : Type.Repetition.REQUIRED)
              .named(measure.name()));
    }
    columns.addField(Types.required(PrimitiveTypeName.BOOLEAN).named(Table.FINAL));
    return columns.named("rollups");
  }

  private static Type text(String name) {
    return Types.required(PrimitiveTypeName.BINARY)
        .as(LogicalTypeAnnotation.stringType())
        .named(name);
  }

  @Override
  public void prepareForWrite(RecordConsumer consumer) {
    out = consumer;
  }

  @Override
  public void write(Row row) {
    RecordConsumer to = java.util.Objects.requireNonNull(out, "prepareForWrite comes first");
    to.startMessage();
    int column = 0;
    field(to, Table.METRIC, column++, () -> to.addBinary(metric));
    field(to, Table.WINDOW, column++, () -> to.addBinary(window));
    field(to, Table.START, column++, () -> to.addLong(row.point().start()));
    field(to, Table.LABELS, column++, () -> labels(to, row.labels()));
    for (Measure measure : table.measures()) {
      if (measure.isCount()) {
        field(to, measure.name(), column, () -> to.addLong(row.point().aggregate().count()));
      } else if (measure.appliesTo(row.point().aggregate())) {
        double value = measure.of(row.point(), table.watermark());
        field(to, measure.name(), column, () -> to.addDouble(value));
      }
      column++;
    }
    field(to, Table.FINAL, column, () -> to.addBoolean(row.point().isFinal()));
    to.endMessage();
  }

  private static void labels(RecordConsumer to, Map<String, String> labels) {
    to.startGroup();
    if (!labels.isEmpty()) {
      field(to, ENTRIES, 0, () -> labels.forEach((name, value) -> entry(to, name, value)));
    }
    to.endGroup();
  }

  private static void entry(RecordConsumer to, String name, String value) {
    to.startGroup();
    field(to, KEY, 0, () -> to.addBinary(Binary.fromString(name)));
    field(to, VALUE, 1, () -> to.addBinary(Binary.fromString(value)));
    to.endGroup();
  }

  private static void field(RecordConsumer to, String name, int index, Runnable value) {
    to.startField(name, index);
    value.run();
    to.endField(name, index);
  }
}
