package io.tidegauge.ingest.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.prometheus.write.v1.WriteRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The protocols as tests send over them: each sends the same points in its own form. */
public enum Wire {
  REMOTE_WRITE_1("remote_write_1", true) {
    @Override
    public Answer send(Gateway gateway, String tenant, List<Point> points) {
      WriteRequest.Builder request = WriteRequest.newBuilder();
      for (Point point : points) {
        request.addTimeseries(
            io.prometheus.write.v1.TimeSeries.newBuilder()
                .addAllLabels(RemoteWrite.labels(point.metric(), point.labelArray()))
                .addSamples(
                    io.prometheus.write.v1.Sample.newBuilder()
                        .setTimestamp(point.timestamp())
                        .setValue(point.value())));
      }
      return remoteWrite(gateway, tenant, RemoteWrite.V1, RemoteWrite.snappy(request.build()));
    }
  },
  REMOTE_WRITE_2("remote_write_2", true) {
    @Override
    public Answer send(Gateway gateway, String tenant, List<Point> points) {
      return remoteWrite(gateway, tenant, RemoteWrite.V2, RemoteWrite.snappy(version2(points)));
    }
  },
  INFLUX("influx", false) {
    @Override
    public Answer send(Gateway gateway, String tenant, List<Point> points) {
      StringBuilder lines = new StringBuilder();
      for (Point point : points) {
        lines.append(point.metric());
        point
            .labels()
            .forEach((name, value) -> lines.append(',').append(name).append('=').append(value));
        lines
            .append(" v=")
            .append(point.value())
            .append(' ')
            .append(point.timestamp())
            .append('\n');
      }
      HttpResponse<String> answer =
          gateway.post("/api/v2/write?precision=ms", tenant, utf8(lines.toString()));
      return new Answer(answer.statusCode(), answer.statusCode() == 400, answer.body());
    }
  },
  STREAM("stream", false) {
    @Override
    public Answer send(Gateway gateway, String tenant, List<Point> points) {
      StringBuilder lines = new StringBuilder();
      for (Point point : points) {
        String value =
            Double.isNaN(point.value())
                ? "\"NaN\""
                : Double.isInfinite(point.value()) ? "\"+Inf\"" : Double.toString(point.value());
        String labels =
            point.labels().entrySet().stream()
                .map(each -> "\"" + each.getKey() + "\":\"" + each.getValue() + "\"")
                .collect(Collectors.joining(",", "{", "}"));
        lines
            .append("{\"metric\":\"" + point.metric() + "\",\"labels\":" + labels)
            .append(",\"ts\":" + point.timestamp() + ",\"value\":" + value + "}\n");
      }
      HttpResponse<String> answer = gateway.post("/v1/stream", tenant, utf8(lines.toString()));
      return new Answer(answer.statusCode(), answer.body().contains("\"reason\""), answer.body());
    }
  },
  STREAM_FRAMES("stream_frames", true) {
    @Override
    public Answer send(Gateway gateway, String tenant, List<Point> points) {
      HttpResponse<String> answer =
          gateway.post(
              "/v1/stream",
              tenant,
              RemoteWrite.frames(version2(points)),
              "Content-Type",
              RemoteWrite.V2);
      return new Answer(answer.statusCode(), answer.body().contains("\"reason\""), answer.body());
    }
  },
  OTLP_PROTOBUF("otlp_http", false) {
    @Override
    public Answer send(Gateway gateway, String tenant, List<Point> points) {
      HttpResponse<byte[]> answer =
          gateway.postForBytes(
              "/v1/metrics",
              tenant,
              OtlpRequests.of(points).toByteArray(),
              "Content-Type",
              "application/x-protobuf");
      try {
        if (answer.statusCode() != 200) {
          String message = com.google.rpc.Status.parseFrom(answer.body()).getMessage();
          return new Answer(answer.statusCode(), true, message);
        }
        return partial(ExportMetricsServiceResponse.parseFrom(answer.body()));
      } catch (InvalidProtocolBufferException e) {
        throw new AssertionError("the answer is not protobuf", e);
      }
    }
  },
  OTLP_JSON("otlp_http", false) {
    @Override
    public Answer send(Gateway gateway, String tenant, List<Point> points) {
      try {
        HttpResponse<String> answer =
            gateway.post(
                "/v1/metrics",
                tenant,
                utf8(JsonFormat.printer().print(OtlpRequests.of(points))),
                "Content-Type",
                "application/json");
        if (answer.statusCode() != 200) {
          return new Answer(answer.statusCode(), true, answer.body());
        }
        ExportMetricsServiceResponse.Builder response = ExportMetricsServiceResponse.newBuilder();
        JsonFormat.parser().merge(answer.body(), response);
        return partial(response.build());
      } catch (InvalidProtocolBufferException e) {
        throw new AssertionError("the answer is not JSON", e);
      }
    }
  },
  OTLP_GRPC("otlp_grpc", false) {
    @Override
    public Answer send(Gateway gateway, String tenant, List<Point> points) {
      return OtlpRequests.overGrpc(gateway, tenant, OtlpRequests.of(points));
    }
  };

  private final String label;
  private final boolean infinities;

  Wire(String label, boolean infinities) {
    this.label = label;
    this.infinities = infinities;
  }

  /** A sample of a series. */
  public record Point(String metric, Map<String, String> labels, long timestamp, double value) {

    public static Point of(String metric, long timestamp, double value) {
      return new Point(metric, Map.of(), timestamp, value);
    }

    public Point with(String name, String text) {
      Map<String, String> more = new TreeMap<>(labels);
      more.put(name, text);
      return new Point(metric, more, timestamp, value);
    }

    String[] labelArray() {
      return labels.entrySet().stream()
          .flatMap(each -> java.util.stream.Stream.of(each.getKey(), each.getValue()))
          .toArray(String[]::new);
    }
  }

  /**
   * What the gateway said.
   *
   * @param status of HTTP; of gRPC as the HTTP status that means the same
   * @param refusedSome whether it says that samples were refused
   * @param message in words
   */
  public record Answer(int status, boolean refusedSome, String message) {}

  /** The word in counters and in the rejects topic. */
  public String label() {
    return label;
  }

  /** Whether the protocol has infinities. */
  public boolean infinities() {
    return infinities;
  }

  /** Sends all points in one request. */
  public abstract Answer send(Gateway gateway, String tenant, List<Point> points);

  static Answer partial(ExportMetricsServiceResponse response) {
    boolean refused = response.getPartialSuccess().getRejectedDataPoints() > 0;
    return new Answer(200, refused, response.getPartialSuccess().getErrorMessage());
  }

  private static io.prometheus.write.v2.Request version2(List<Point> points) {
    RemoteWrite.V2Builder request = new RemoteWrite.V2Builder();
    for (Point point : points) {
      request.add(
          request
              .series(point.metric(), point.labelArray())
              .addSamples(
                  io.prometheus.write.v2.Sample.newBuilder()
                      .setTimestamp(point.timestamp())
                      .setValue(point.value())));
    }
    return request.build();
  }

  private static Answer remoteWrite(Gateway gateway, String tenant, String type, byte[] body) {
    HttpResponse<String> answer =
        gateway.post(
            "/api/v1/write", tenant, body, "Content-Type", type, "Content-Encoding", "snappy");
    return new Answer(answer.statusCode(), answer.statusCode() == 400, answer.body());
  }

  private static byte[] utf8(String text) {
    return ByteString.copyFrom(text, StandardCharsets.UTF_8).toByteArray();
  }
}
