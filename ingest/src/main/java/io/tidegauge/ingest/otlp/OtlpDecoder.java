package io.tidegauge.ingest.otlp;

import io.tidegauge.contract.wire.ProtoWriter;
import io.tidegauge.ingest.admission.RequestSamples;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Decodes requests of OTLP into samples, for HTTP and gRPC alike. Thread-safe; keeps some
 * translators with their arrays.
 */
public final class OtlpDecoder {

  private static final int KEPT = 32;

  private final OtlpProperties properties;
  private final ArrayBlockingQueue<OtlpTranslator> translators = new ArrayBlockingQueue<>(KEPT);

  /** A decoder with the limits of the properties. */
  public OtlpDecoder(OtlpProperties properties) {
    this.properties = properties;
  }

  /**
   * Decodes an {@code ExportMetricsServiceRequest} in binary form.
   *
   * @throws io.tidegauge.contract.wire.MalformedRecordException where it is none; data points
   *     before the fault have been handed over
   */
  public PointCount protobuf(byte[] bytes, int offset, int length, RequestSamples samples) {
    OtlpTranslator pooled = translators.poll();
    OtlpTranslator translator = pooled == null ? new OtlpTranslator(properties) : pooled;
    translator.translate(bytes, offset, length, new AdmittedPoints(samples));
    PointCount count = new PointCount(translator.accepted(), translator.rejected());
    if (translator.isSmall()) {
      translators.offer(translator);
    }
    return count;
  }

  /**
   * Decodes an {@code ExportMetricsServiceRequest} in JSON form.
   *
   * @throws io.tidegauge.contract.wire.MalformedRecordException where it is none
   */
  public PointCount json(byte[] bytes, int offset, int length, RequestSamples samples) {
    ProtoWriter out = new ProtoWriter(length);
    JsonTranscoder.transcode(bytes, offset, length, out);
    return protobuf(out.buffer(), 0, out.size(), samples);
  }
}
