package io.tidegauge.ingest.otlp;

import io.tidegauge.contract.wire.ProtoReader;

/**
 * What a resource gives to its series. Specification: Prometheus and OpenMetrics Compatibility,
 * section Resource Attributes: {@code job} is service.namespace/service.name, {@code instance} is
 * service.instance.id, all other attributes are labels of {@code target_info}. Beyond it, {@code
 * host.name} is on every series, as {@code host_name}: the server of a series is read from that.
 * Not thread-safe.
 */
final class ResourceLabels {

  private static final String SERVICE_NAME = "service.name";
  private static final String SERVICE_NAMESPACE = "service.namespace";
  private static final String SERVICE_INSTANCE = "service.instance.id";
  private static final String HOST_NAME = "host.name";

  private final LabelBuffer labels;
  private final AttributeReader attributes;
  private final ProtoReader in = new ProtoReader();
  private final ProtoReader nested = new ProtoReader();
  private final ByteArena namespace = new ByteArena();
  private final ByteArena service = new ByteArena();
  private final ByteArena instance = new ByteArena();
  private final ByteArena host = new ByteArena();
  private int others;

  ResourceLabels(LabelBuffer labels, AttributeReader attributes) {
    this.labels = labels;
    this.attributes = attributes;
  }

  /** Reads what concerns every series, from all {@code resource} fields of a ResourceMetrics. */
  void addTo(byte[] buffer, int offset, int length) {
    namespace.truncate(0);
    service.truncate(0);
    instance.truncate(0);
    host.truncate(0);
    others = 0;
    forEachAttribute(buffer, offset, length, this::collect);
    if (service.size() > 0) {
      labels.begin("job", SERVICE_NAME);
      if (namespace.size() > 0) {
        labels.arena().append(namespace.array(), 0, namespace.size());
        labels.arena().append((byte) '/');
      }
      labels.arena().append(service.array(), 0, service.size());
      labels.end();
    }
    add("instance", SERVICE_INSTANCE, instance);
    add("host_name", HOST_NAME, host);
  }

  /** Whether the resource has something to say that is not on its series already. */
  boolean hasTargetInfo() {
    return others > 0 && (service.size() > 0 || instance.size() > 0);
  }

  /** Adds the labels of {@code target_info} that {@link #addTo} has not. */
  void addOthers(byte[] buffer, int offset, int length) {
    forEachAttribute(
        buffer,
        offset,
        length,
        () -> {
          if (!identifies(buffer) && !attributes.keyIs(buffer, HOST_NAME)) {
            labels.begin("", buffer, attributes.keyStart(), attributes.keyLength());
            attributes.writeValue(buffer, labels.arena());
            labels.end();
          }
        });
  }

  private void collect() {
    byte[] buffer = nested.buffer();
    if (attributes.keyIs(buffer, SERVICE_NAME)) {
      take(buffer, service);
    } else if (attributes.keyIs(buffer, SERVICE_NAMESPACE)) {
      take(buffer, namespace);
    } else if (attributes.keyIs(buffer, SERVICE_INSTANCE)) {
      take(buffer, instance);
    } else if (attributes.keyIs(buffer, HOST_NAME)) {
      take(buffer, host);
      others++;
    } else {
      others++;
    }
  }

  private boolean identifies(byte[] buffer) {
    return attributes.keyIs(buffer, SERVICE_NAME)
        || attributes.keyIs(buffer, SERVICE_NAMESPACE)
        || attributes.keyIs(buffer, SERVICE_INSTANCE);
  }

  private void take(byte[] buffer, ByteArena into) {
    into.truncate(0);
    attributes.writeValue(buffer, into);
  }

  private void add(String name, String key, ByteArena value) {
    if (value.size() > 0) {
      labels.begin(name, key);
      labels.arena().append(value.array(), 0, value.size());
      labels.end();
    }
  }

  private void forEachAttribute(byte[] buffer, int offset, int length, Runnable action) {
    in.reset(buffer, offset, length);
    while (in.nextField()) {
      if (in.fieldNumber() != 1) {
        in.skip();
        continue;
      }
      in.expect(ProtoReader.LENGTH_DELIMITED);
      int size = in.readLength();
      int start = in.position();
      in.position(start + size);
      nested.reset(buffer, start, size);
      while (nested.nextField()) {
        if (nested.fieldNumber() == 1) {
          nested.expect(ProtoReader.LENGTH_DELIMITED);
          int pairSize = nested.readLength();
          int pair = nested.position();
          nested.position(pair + pairSize);
          attributes.read(buffer, pair, pairSize);
          action.run();
        } else {
          nested.skip();
        }
      }
    }
  }
}
