package io.tidegauge.query.columnar;

import com.google.flatbuffers.FlatBufferBuilder;
import io.tidegauge.query.json.Measure;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Bool;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Struct_;
import org.apache.arrow.flatbuf.TimeUnit;
import org.apache.arrow.flatbuf.Timestamp;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.flatbuf.Utf8;

/** The schema message of a table (Arrow's Schema.fbs). Used once. */
final class ArrowSchema {

  private final FlatBufferBuilder builder = new FlatBufferBuilder(1_024);

  private ArrowSchema() {}

  static ByteBuffer of(Table table) {
    return new ArrowSchema().message(table);
  }

  private ByteBuffer message(Table table) {
    List<Integer> fields = new ArrayList<>();
    fields.add(text(Table.METRIC));
    fields.add(text(Table.WINDOW));
    fields.add(
        field(
            Table.START,
            false,
            Type.Timestamp,
            Timestamp.createTimestamp(builder, TimeUnit.MILLISECOND, builder.createString("UTC"))));
    fields.add(labels());
    for (Measure measure : table.measures()) {
      fields.add(number(measure));
    }
    Bool.startBool(builder);
    fields.add(field(Table.FINAL, false, Type.Bool, Bool.endBool(builder)));
    int all = Schema.createFieldsVector(builder, array(fields));
    int metadata = Schema.createCustomMetadataVector(builder, metadata(table));
    int schema = Schema.createSchema(builder, Endianness.Little, all, metadata, 0);
    builder.finish(
        Message.createMessage(builder, MetadataVersion.V5, MessageHeader.Schema, schema, 0, 0));
    return builder.dataBuffer();
  }

  private int[] metadata(Table table) {
    return table.metadata().entrySet().stream()
        .mapToInt(
            entry ->
                KeyValue.createKeyValue(
                    builder,
                    builder.createString(entry.getKey()),
                    builder.createString(entry.getValue())))
        .toArray();
  }

  private int number(Measure measure) {
    return measure.isCount()
        ? field(measure.name(), false, Type.Int, Int.createInt(builder, 64, true))
        : field(
            measure.name(),
            measure.mayBeAbsent(),
            Type.FloatingPoint,
            FloatingPoint.createFloatingPoint(builder, Precision.DOUBLE));
  }

  /** A map is a list of structs of key and value. */
  private int labels() {
    int key = text("key");
    int value = text("value");
    Struct_.startStruct_(builder);
    int entries = field("entries", false, Type.Struct_, Struct_.endStruct_(builder), key, value);
    return field(
        Table.LABELS,
        false,
        Type.Map,
        org.apache.arrow.flatbuf.Map.createMap(builder, false),
        entries);
  }

  private int text(String name) {
    Utf8.startUtf8(builder);
    return field(name, false, Type.Utf8, Utf8.endUtf8(builder));
  }

  private int field(String name, boolean nullable, byte kind, int type, int... children) {
    int called = builder.createString(name);
    int below = Field.createChildrenVector(builder, children);
    return Field.createField(builder, called, nullable, kind, type, 0, below, 0);
  }

  private static int[] array(List<Integer> offsets) {
    return offsets.stream().mapToInt(Integer::intValue).toArray();
  }
}
