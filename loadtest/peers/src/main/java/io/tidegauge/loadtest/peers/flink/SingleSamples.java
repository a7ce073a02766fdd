package io.tidegauge.loadtest.peers.flink;

import java.nio.ByteBuffer;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads one sample from each record: (series, value). */
final class SingleSamples implements KafkaRecordDeserializationSchema<Tuple2<Long, Double>> {

  private static final long serialVersionUID = 1;

  @Override
  public void deserialize(
      ConsumerRecord<byte[], byte[]> record, Collector<Tuple2<Long, Double>> out) {
    out.collect(
        Tuple2.of(
            ByteBuffer.wrap(record.key()).getLong(), ByteBuffer.wrap(record.value()).getDouble()));
  }

  @Override
  public TypeInformation<Tuple2<Long, Double>> getProducedType() {
    return Types.TUPLE(Types.LONG, Types.DOUBLE);
  }
}
