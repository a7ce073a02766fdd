package io.tidegauge.ingest.otlp;

import io.tidegauge.contract.wire.ProtoReader;

/**
 * What an instrumentation scope gives to its series. Specification: Prometheus and OpenMetrics
 * Compatibility, section Instrumentation Scope: {@code otel_scope_name}, {@code
 * otel_scope_version}, {@code otel_scope_schema_url}, and the scope's attributes with the prefix
 * {@code otel_scope_}, except those that would take one of the first three names. Not thread-safe.
 */
final class ScopeLabels {

  private static final String PREFIX = "otel_scope_";
  private static final String NAME = "otel_scope_name";
  private static final String VERSION = "otel_scope_version";
  private static final String SCHEMA_URL = "otel_scope_schema_url";

  private final LabelBuffer labels;
  private final AttributeReader attributes;
  private final ProtoReader in = new ProtoReader();
  private final ProtoReader nested = new ProtoReader();
  private int nameStart;
  private int nameLength;
  private int versionStart;
  private int versionLength;

  ScopeLabels(LabelBuffer labels, AttributeReader attributes) {
    this.labels = labels;
    this.attributes = attributes;
  }

  /** Reads a ScopeMetrics' {@code scope} and {@code schema_url}. */
  void addTo(byte[] buffer, int offset, int length) {
    nameStart = offset;
    nameLength = 0;
    versionStart = offset;
    versionLength = 0;
    int schemaStart = offset;
    int schemaLength = 0;
    in.reset(buffer, offset, length);
    while (in.nextField()) {
      switch (in.fieldNumber()) {
        case 1 -> readScope(buffer);
        case 3 -> {
          in.expect(ProtoReader.LENGTH_DELIMITED);
          schemaLength = in.readLength();
          schemaStart = in.position();
          in.position(schemaStart + schemaLength);
        }
        default -> in.skip();
      }
    }
    add(NAME, buffer, nameStart, nameLength);
    add(VERSION, buffer, versionStart, versionLength);
    add(SCHEMA_URL, buffer, schemaStart, schemaLength);
  }

  private void readScope(byte[] buffer) {
    in.expect(ProtoReader.LENGTH_DELIMITED);
    int length = in.readLength();
    int start = in.position();
    in.position(start + length);
    nested.reset(buffer, start, length);
    while (nested.nextField()) {
      switch (nested.fieldNumber()) {
        case 1 -> {
          nested.expect(ProtoReader.LENGTH_DELIMITED);
          nameLength = nested.readLength();
          nameStart = nested.position();
          nested.position(nameStart + nameLength);
        }
        case 2 -> {
          nested.expect(ProtoReader.LENGTH_DELIMITED);
          versionLength = nested.readLength();
          versionStart = nested.position();
          nested.position(versionStart + versionLength);
        }
        case 3 -> attribute(buffer);
        default -> nested.skip();
      }
    }
  }

  private void attribute(byte[] buffer) {
    nested.expect(ProtoReader.LENGTH_DELIMITED);
    int length = nested.readLength();
    int start = nested.position();
    nested.position(start + length);
    attributes.read(buffer, start, length);
    labels.begin(PREFIX, buffer, attributes.keyStart(), attributes.keyLength());
    if (labels.openNameIs(NAME) || labels.openNameIs(VERSION) || labels.openNameIs(SCHEMA_URL)) {
      labels.drop();
      return;
    }
    attributes.writeValue(buffer, labels.arena());
    labels.end();
  }

  private void add(String name, byte[] buffer, int start, int length) {
    labels.begin(name, name);
    labels.arena().append(buffer, start, length);
    labels.end();
  }
}
