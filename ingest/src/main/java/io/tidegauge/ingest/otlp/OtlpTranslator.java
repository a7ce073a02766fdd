package io.tidegauge.ingest.otlp;

import io.tidegauge.contract.wire.ProtoReader;

/**
 * Reads an {@code ExportMetricsServiceRequest} (opentelemetry.proto.collector.metrics.v1) where it
 * lies and gives the sink the samples that it means in Prometheus' data model. Each message is read
 * twice, first what stands once in it, then what repeats, so that the order of fields does not
 * matter, as protobuf has it. Bytes that are no such message end in {@link
 * io.tidegauge.contract.wire.MalformedRecordException}, whatever they are; samples may have been
 * given before that. Exemplars are left out: the topic holds samples only. Reusable; not
 * thread-safe.
 */
final class OtlpTranslator {

  private static final int KEPT_BYTES = 1 << 20;
  private static final String TARGET_INFO = "target_info";

  private final ProtoReader request = new ProtoReader();
  private final ProtoReader resource = new ProtoReader();
  private final ProtoReader scope = new ProtoReader();
  private final LabelBuffer labels = new LabelBuffer();
  private final AttributeReader attributes = new AttributeReader();
  private final MetricContext context = new MetricContext(labels, attributes);
  private final ResourceLabels resourceLabels = new ResourceLabels(labels, attributes);
  private final ScopeLabels scopeLabels = new ScopeLabels(labels, attributes);
  private final MetricReader metrics;
  private PointSink sink = PointSink.NOWHERE;

  OtlpTranslator(OtlpProperties properties) {
    metrics = new MetricReader(labels, context, properties);
  }

  /** Translates a request; counts are in {@link #accepted()} and {@link #rejected()} after it. */
  void translate(byte[] body, int offset, int length, PointSink newSink) {
    sink = newSink;
    context.start(newSink);
    labels.clear();
    request.reset(body, offset, length);
    while (request.nextField() && !sink.closed()) {
      if (request.fieldNumber() == 1) {
        request.expect(ProtoReader.LENGTH_DELIMITED);
        int size = request.readLength();
        int start = request.position();
        request.position(start + size);
        readResource(body, start, size);
      } else {
        request.skip();
      }
    }
    sink = PointSink.NOWHERE;
    context.forgetSink();
  }

  /** Whether what it holds is worth keeping for the next request. */
  boolean isSmall() {
    return labels.array().length <= KEPT_BYTES;
  }

  /** Data points of which all series were taken. */
  long accepted() {
    return context.accepted();
  }

  /** Data points of which not all series were taken. */
  long rejected() {
    return context.rejected();
  }

  /** A {@code ResourceMetrics}. */
  private void readResource(byte[] body, int offset, int length) {
    labels.clear();
    context.forgetLatest();
    resourceLabels.addTo(body, offset, length);
    int labelMark = labels.size();
    int arenaMark = labels.arena().size();
    resource.reset(body, offset, length);
    while (resource.nextField()) {
      if (resource.fieldNumber() == 2) {
        resource.expect(ProtoReader.LENGTH_DELIMITED);
        int size = resource.readLength();
        int start = resource.position();
        resource.position(start + size);
        readScope(body, start, size);
        labels.truncate(labelMark, arenaMark);
      } else {
        resource.skip();
      }
    }
    if (context.latest() > 0 && resourceLabels.hasTargetInfo()) {
      resourceLabels.addOthers(body, offset, length);
      context.info(TARGET_INFO);
    }
  }

  /** A {@code ScopeMetrics}. */
  private void readScope(byte[] body, int offset, int length) {
    scopeLabels.addTo(body, offset, length);
    scope.reset(body, offset, length);
    while (scope.nextField() && !sink.closed()) {
      if (scope.fieldNumber() == 2) {
        scope.expect(ProtoReader.LENGTH_DELIMITED);
        int size = scope.readLength();
        int start = scope.position();
        scope.position(start + size);
        metrics.read(body, start, size);
      } else {
        scope.skip();
      }
    }
  }
}
